//! Step 4 of registration: welcome.

use askama::Template;
use domain::mail::RenderedMail;
use domain::user::{FullName, Username};

use super::wording::{unbroken, wrap};
use crate::branding::MailBranding;

#[derive(Template)]
#[template(path = "welcome.txt")]
struct Text<'a> {
    brand: &'a MailBranding,
    name: Option<&'a str>,
    username: Option<&'a str>,
}

#[derive(Template)]
#[template(path = "welcome.html")]
struct Html<'a> {
    brand: &'a MailBranding,
    name: Option<&'a str>,
    username: Option<&'a str>,
}

/// Greets by the full name, by the username where there is none, by neither where there is neither.
pub(super) fn render(
    brand: &MailBranding,
    full_name: Option<&FullName>,
    username: Option<&Username>,
) -> askama::Result<RenderedMail> {
    let username = username.map(Username::as_str);
    let full_name = full_name.map(FullName::as_str);
    let name = full_name
        .filter(|name| !name.trim().is_empty())
        .or(username);
    let unbroken_name = name.map(unbroken);
    let text = Text {
        brand,
        name: unbroken_name.as_deref(),
        username,
    };
    let html = Html {
        brand,
        name,
        username,
    };
    Ok(RenderedMail {
        subject: format!("Welcome to {}", brand.project_name()),
        text: wrap(&text.render()?),
        html: html.render()?,
    })
}
