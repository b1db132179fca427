//! The name to log in with is another one now (B10).

use askama::Template;
use domain::mail::RenderedMail;
use domain::user::Username;

use super::wording::wrap;
use crate::branding::MailBranding;

#[derive(Template)]
#[template(path = "username_changed.txt")]
struct Text<'a> {
    brand: &'a MailBranding,
    username: Option<&'a str>,
}

#[derive(Template)]
#[template(path = "username_changed.html")]
struct Html<'a> {
    brand: &'a MailBranding,
    username: Option<&'a str>,
}

pub(super) fn render(
    brand: &MailBranding,
    username: Option<&Username>,
) -> askama::Result<RenderedMail> {
    let username = username.map(Username::as_str);
    let text = Text { brand, username };
    let html = Html { brand, username };
    Ok(RenderedMail {
        subject: format!("Your {} username was changed", brand.project_name()),
        text: wrap(&text.render()?),
        html: html.render()?,
    })
}
