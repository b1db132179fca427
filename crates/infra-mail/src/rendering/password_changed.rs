//! The password is another one now (B10, B11).

use askama::Template;
use domain::mail::{PasswordChangedBy, RenderedMail};
use domain::timestamp::Timestamp;

use super::wording::{in_utc, wrap};
use crate::branding::MailBranding;

#[derive(Template)]
#[template(path = "password_changed.txt")]
struct Text<'a> {
    brand: &'a MailBranding,
    by: PasswordChangedBy,
    at: &'a str,
}

#[derive(Template)]
#[template(path = "password_changed.html")]
struct Html<'a> {
    brand: &'a MailBranding,
    by: PasswordChangedBy,
    at: &'a str,
}

pub(super) fn render(
    brand: &MailBranding,
    by: PasswordChangedBy,
    at: Timestamp,
) -> askama::Result<RenderedMail> {
    let at = &in_utc(at);
    let text = Text { brand, by, at };
    let html = Html { brand, by, at };
    Ok(RenderedMail {
        subject: format!("Your {} password was changed", brand.project_name()),
        text: wrap(&text.render()?),
        html: html.render()?,
    })
}
