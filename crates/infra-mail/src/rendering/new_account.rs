//! A superuser made an account for somebody.

use askama::Template;
use domain::mail::RenderedMail;
use domain::user::{Email, Username};

use super::wording::wrap;
use crate::branding::MailBranding;

#[derive(Template)]
#[template(path = "new_account.txt")]
struct Text<'a> {
    brand: &'a MailBranding,
    email: &'a str,
    username: Option<&'a str>,
}

#[derive(Template)]
#[template(path = "new_account.html")]
struct Html<'a> {
    brand: &'a MailBranding,
    email: &'a str,
    username: Option<&'a str>,
}

/// The subject is the `FastAPI` template's. Unlike there, the password is not in the mail.
pub(super) fn render(
    brand: &MailBranding,
    email: &Email,
    username: Option<&Username>,
) -> askama::Result<RenderedMail> {
    let (email, username) = (email.as_str(), username.map(Username::as_str));
    let text = Text {
        brand,
        email,
        username,
    };
    let html = Html {
        brand,
        email,
        username,
    };
    Ok(RenderedMail {
        subject: format!("{} - New account for user {email}", brand.project_name()),
        text: wrap(&text.render()?),
        html: html.render()?,
    })
}
