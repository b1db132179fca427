//! A link to set a new password with (F9r).

use std::time::Duration;

use askama::Template;
use domain::link::LinkToken;
use domain::mail::RenderedMail;
use domain::user::Email;

use super::wording::{in_words, wrap};
use crate::branding::MailBranding;

#[derive(Template)]
#[template(path = "password_recovery.txt")]
struct Text<'a> {
    brand: &'a MailBranding,
    email: &'a str,
    link: &'a str,
    valid_for: &'a str,
}

#[derive(Template)]
#[template(path = "password_recovery.html")]
struct Html<'a> {
    brand: &'a MailBranding,
    email: &'a str,
    link: &'a str,
    valid_for: &'a str,
}

/// The subject is the `FastAPI` template's, which its tests wait for.
pub(super) fn render(
    brand: &MailBranding,
    email: &Email,
    token: &LinkToken,
    valid_for: Duration,
) -> askama::Result<RenderedMail> {
    let (link, valid_for) = (&brand.reset_link(token), &in_words(valid_for));
    let email = email.as_str();
    let text = Text {
        brand,
        email,
        link,
        valid_for,
    };
    let html = Html {
        brand,
        email,
        link,
        valid_for,
    };
    Ok(RenderedMail {
        subject: format!(
            "{} - Password recovery for user {email}",
            brand.project_name()
        ),
        text: wrap(&text.render()?),
        html: html.render()?,
    })
}
