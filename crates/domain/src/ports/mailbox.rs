//! The built-in mailbox of the development set-up.

use async_trait::async_trait;

use crate::mail::StoredMail;

/// The mailbox could not be read or emptied; the text is for the log.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the mailbox failed: {0}")]
pub struct MailboxError(pub String);

/// Shows the mails that were caught instead of sent.
#[async_trait]
pub trait Mailbox: Send + Sync {
    /// The mails, newest first; only those to this address, compared without case, if one is given.
    /// (contract: `lists_newest_first_and_by_recipient`)
    async fn list(&self, to: Option<&str>) -> Result<Vec<StoredMail>, MailboxError>;

    /// Removes every mail. (contract: `emptying_leaves_nothing`)
    async fn clear(&self) -> Result<(), MailboxError>;
}
