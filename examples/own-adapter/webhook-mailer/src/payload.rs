//! A mail as the webhook gets it.

use domain::mail::OutgoingMail;
use serde::Serialize;

/// The body of the request. It may hold a code, so it has no `Debug`.
#[derive(Serialize)]
pub(crate) struct Payload<'a> {
    message_id: String,
    to: &'a str,
    /// Seconds since the Unix epoch.
    sent_at: i64,
    subject: &'a str,
    text: &'a str,
    html: &'a str,
}

impl<'a> From<&'a OutgoingMail> for Payload<'a> {
    fn from(mail: &'a OutgoingMail) -> Self {
        Self {
            message_id: mail.message_id.to_string(),
            to: mail.to.as_str(),
            sent_at: mail.sent_at.unix_seconds(),
            subject: &mail.content.subject,
            text: &mail.content.text,
            html: &mail.content.html,
        }
    }
}
