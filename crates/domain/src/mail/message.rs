//! Messages ready to send, and messages that were caught.

use crate::job::JobId;
use crate::timestamp::Timestamp;
use crate::user::Email;

/// The part of a `Message-ID` before the `@`. It comes from the job, so that every delivery of one job
/// carries the same id and a receiver can tell a duplicate (I2, H3).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct MessageId(JobId);

impl From<JobId> for MessageId {
    fn from(job: JobId) -> Self {
        Self(job)
    }
}

impl std::fmt::Display for MessageId {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.fmt(f)
    }
}

/// The words of a mail. They may hold a code, so `Debug` shows none of them (H2).
#[derive(Clone, PartialEq, Eq)]
pub struct RenderedMail {
    /// The subject; one line.
    pub subject: String,
    /// The plain text part.
    pub text: String,
    /// The HTML part.
    pub html: String,
}

impl std::fmt::Debug for RenderedMail {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("RenderedMail(***)")
    }
}

/// A mail ready to send.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OutgoingMail {
    /// Its id, the same for every delivery.
    pub message_id: MessageId,
    /// Whom it is for. Mail goes to the address as stored (F8r).
    pub to: Email,
    /// When it is sent.
    pub sent_at: Timestamp,
    /// Its words.
    pub content: RenderedMail,
}

/// Names a mail in the built-in mailbox.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct StoredMailId(String);

impl StoredMailId {
    /// Takes the name that a mailbox gave.
    #[must_use]
    pub const fn from_stored(name: String) -> Self {
        Self(name)
    }

    /// The name.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// A mail that the built-in mailbox caught.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredMail {
    /// Its name in the mailbox.
    pub id: StoredMailId,
    /// The address it was sent to.
    pub to: String,
    /// The sender, with its display name.
    pub from: String,
    /// When it was sent.
    pub sent_at: Timestamp,
    /// Its words.
    pub content: RenderedMail,
}
