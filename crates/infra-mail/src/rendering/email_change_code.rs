//! To the new address: the code that makes it the account's (F7r).

use std::time::Duration;

use askama::Template;
use domain::mail::RenderedMail;
use domain::registration::OtpCode;

use super::wording::{in_words, wrap};
use crate::branding::MailBranding;

#[derive(Template)]
#[template(path = "email_change_code.txt")]
struct Text<'a> {
    brand: &'a MailBranding,
    code: &'a str,
    valid_for: &'a str,
}

#[derive(Template)]
#[template(path = "email_change_code.html")]
struct Html<'a> {
    brand: &'a MailBranding,
    code: &'a str,
    valid_for: &'a str,
}

/// The code is neither in the subject nor in the preview, as in registration (H2).
pub(super) fn render(
    brand: &MailBranding,
    code: &OtpCode,
    valid_for: Duration,
) -> askama::Result<RenderedMail> {
    let (code, valid_for) = (code.expose(), &in_words(valid_for));
    let text = Text {
        brand,
        code,
        valid_for,
    };
    let html = Html {
        brand,
        code,
        valid_for,
    };
    Ok(RenderedMail {
        subject: format!("Confirm your new address at {}", brand.project_name()),
        text: wrap(&text.render()?),
        html: html.render()?,
    })
}
