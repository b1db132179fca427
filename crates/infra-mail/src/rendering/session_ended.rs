//! A session was ended because an old token of it came back (ASVS 10.4.5).

use askama::Template;
use domain::mail::RenderedMail;
use domain::request_origin::UserAgent;
use domain::timestamp::Timestamp;

use super::wording::{in_utc, without_links, wrap};
use crate::branding::MailBranding;

#[derive(Template)]
#[template(path = "session_ended.txt")]
struct Text<'a> {
    brand: &'a MailBranding,
    device: Option<&'a str>,
    at: &'a str,
}

#[derive(Template)]
#[template(path = "session_ended.html")]
struct Html<'a> {
    brand: &'a MailBranding,
    device: Option<&'a str>,
    at: &'a str,
}

/// Whoever started the session chose what its client calls itself, so that may not become a link (F11r).
pub(super) fn render(
    brand: &MailBranding,
    user_agent: Option<&UserAgent>,
    at: Timestamp,
) -> askama::Result<RenderedMail> {
    let at = &in_utc(at);
    let device = user_agent.map(|agent| without_links(agent.as_str()));
    let device = device.as_deref().filter(|device| !device.is_empty());
    let text = Text { brand, device, at };
    let html = Html { brand, device, at };
    Ok(RenderedMail {
        subject: format!("One of your {} sessions was ended", brand.project_name()),
        text: wrap(&text.render()?),
        html: html.render()?,
    })
}
