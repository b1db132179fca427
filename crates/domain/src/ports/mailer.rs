//! The way out for mail. Only job handlers hold it, so that no mail leaves before its commit (I3).

use async_trait::async_trait;

use crate::mail::OutgoingMail;

/// Why a mail did not leave. The text is for the log and the operator, and is kept with the job: it MUST NOT name the
/// recipient (H3).
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum MailError {
    /// The server was not reached, was slow, or asked to come back later (SMTP 4xx).
    #[error("the mail server could not take the mail now: {0}")]
    Transient(String),
    /// The server refused it for good (SMTP 5xx).
    #[error("the mail server refused the mail: {0}")]
    Permanent(String),
}

/// Hands a mail over to be delivered.
#[async_trait]
pub trait Mailer: Send + Sync {
    /// Sends one mail. `Ok` MUST mean that the other side has taken responsibility for it, with the given
    /// message id. (contract: `a_sent_mail_arrives_whole`)
    async fn send(&self, mail: &OutgoingMail) -> Result<(), MailError>;
}
