//! Caught mails on the wire. Nothing here has a `Debug` that could put a secret into the log (H2).

use domain::mail::StoredMail;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::rfc3339::rfc3339;

/// Which mails to list.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct Recipient {
    /// Only those to this address, compared without case.
    pub(super) to: Option<String>,
}

/// A mail that was caught.
#[derive(Serialize, ToSchema)]
pub(super) struct CaughtMail {
    /// Its name in the mailbox.
    id: String,
    /// The address it was sent to.
    to: String,
    /// The sender.
    from: String,
    /// The subject.
    subject: String,
    /// The plain text part.
    text: String,
    /// The HTML part.
    html: String,
    /// When it was sent.
    #[schema(format = DateTime)]
    sent_at: String,
}

impl From<StoredMail> for CaughtMail {
    fn from(mail: StoredMail) -> Self {
        Self {
            id: mail.id.as_str().to_owned(),
            to: mail.to,
            from: mail.from,
            subject: mail.content.subject,
            text: mail.content.text,
            html: mail.content.html,
            sent_at: rfc3339(mail.sent_at),
        }
    }
}
