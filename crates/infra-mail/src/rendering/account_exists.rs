//! Step 1 of registration for an address that has an account already (A1).

use askama::Template;
use domain::mail::RenderedMail;

use super::wording::wrap;
use crate::branding::MailBranding;

#[derive(Template)]
#[template(path = "account_exists.txt")]
struct Text<'a> {
    brand: &'a MailBranding,
}

#[derive(Template)]
#[template(path = "account_exists.html")]
struct Html<'a> {
    brand: &'a MailBranding,
}

pub(super) fn render(brand: &MailBranding) -> askama::Result<RenderedMail> {
    Ok(RenderedMail {
        subject: format!("You already have an account at {}", brand.project_name()),
        text: wrap(&Text { brand }.render()?),
        html: Html { brand }.render()?,
    })
}
