//! To the old address: the account has another one now (B10).

use askama::Template;
use domain::mail::RenderedMail;
use domain::user::Email;

use super::wording::wrap;
use crate::branding::MailBranding;

#[derive(Template)]
#[template(path = "email_changed.txt")]
struct Text<'a> {
    brand: &'a MailBranding,
    new: &'a str,
}

#[derive(Template)]
#[template(path = "email_changed.html")]
struct Html<'a> {
    brand: &'a MailBranding,
    new: &'a str,
}

pub(super) fn render(brand: &MailBranding, new: &Email) -> askama::Result<RenderedMail> {
    let new = new.as_str();
    let text = Text { brand, new };
    let html = Html { brand, new };
    Ok(RenderedMail {
        subject: format!("Your {} address was changed", brand.project_name()),
        text: wrap(&text.render()?),
        html: html.render()?,
    })
}
