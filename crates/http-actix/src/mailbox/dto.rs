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
    #[schema(example = "1")]
    id: String,
    /// The address it was sent to.
    #[schema(example = "ada@example.com")]
    to: String,
    /// The sender.
    #[schema(example = "Portico <portico@example.com>")]
    from: String,
    /// The subject.
    #[schema(example = "Your code is 042917")]
    subject: String,
    /// The plain text part.
    #[schema(example = "Your code is 042917.\n")]
    text: String,
    /// The HTML part.
    #[schema(example = "<p>Your code is 042917.</p>")]
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
