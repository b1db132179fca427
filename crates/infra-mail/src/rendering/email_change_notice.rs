//! To the old address: somebody wants another one; here is how to take that back (F7r).

use askama::Template;
use domain::email_change::EmailChange;
use domain::link::LinkToken;
use domain::mail::RenderedMail;
use domain::user::Email;

use super::wording::{in_days, wrap};
use crate::branding::MailBranding;

#[derive(Template)]
#[template(path = "email_change_notice.txt")]
struct Text<'a> {
    brand: &'a MailBranding,
    new: &'a str,
    link: &'a str,
    undo_time: &'a str,
}

#[derive(Template)]
#[template(path = "email_change_notice.html")]
struct Html<'a> {
    brand: &'a MailBranding,
    new: &'a str,
    link: &'a str,
    undo_time: &'a str,
}

pub(super) fn render(
    brand: &MailBranding,
    new: &Email,
    undo: &LinkToken,
) -> askama::Result<RenderedMail> {
    let (new, link) = (new.as_str(), &brand.undo_link(undo));
    let undo_time = &in_days(EmailChange::UNDO_TIME);
    let text = Text {
        brand,
        new,
        link,
        undo_time,
    };
    let html = Html {
        brand,
        new,
        link,
        undo_time,
    };
    Ok(RenderedMail {
        subject: format!("Your {} address is about to change", brand.project_name()),
        text: wrap(&text.render()?),
        html: html.render()?,
    })
}
