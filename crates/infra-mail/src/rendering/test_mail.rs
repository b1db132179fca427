//! Mail works.

use askama::Template;
use domain::mail::RenderedMail;

use super::wording::wrap;
use crate::branding::MailBranding;

#[derive(Template)]
#[template(path = "test_mail.txt")]
struct Text<'a> {
    brand: &'a MailBranding,
}

#[derive(Template)]
#[template(path = "test_mail.html")]
struct Html<'a> {
    brand: &'a MailBranding,
}

pub(super) fn render(brand: &MailBranding) -> askama::Result<RenderedMail> {
    Ok(RenderedMail {
        subject: format!("{} - Test email", brand.project_name()),
        text: wrap(&Text { brand }.render()?),
        html: Html { brand }.render()?,
    })
}
