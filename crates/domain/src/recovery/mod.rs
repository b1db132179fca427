//! Password recovery: a link that is mailed, works once, and ends every session of the account (F9r, F10r).

use std::time::Duration;

use crate::link::LinkDigest;
use crate::timestamp::Timestamp;
use crate::user::Email;

/// A promise that whoever holds the link's secret may set a new password for the account of this address, if
/// there is one.
///
/// It names the address, not the account: whether there is one is found out when the mail is sent and when the link is
/// used, never by the request (H3, F9r).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PasswordReset {
    /// What is kept of the secret.
    pub digest: LinkDigest,
    /// The address that the link was mailed to.
    pub email: Email,
    /// When it was asked for.
    pub created_at: Timestamp,
    /// From when on it is void.
    pub expires_at: Timestamp,
}

impl PasswordReset {
    /// How long a link works (F9r).
    pub const LIFETIME: Duration = Duration::from_mins(30);

    /// A link that begins to work now.
    #[must_use]
    pub fn new(digest: LinkDigest, email: Email, now: Timestamp) -> Self {
        Self {
            digest,
            email,
            created_at: now,
            expires_at: now.plus(Self::LIFETIME),
        }
    }

    /// Whether the link works now.
    #[must_use]
    pub fn is_live(&self, now: Timestamp) -> bool {
        now < self.expires_at
    }
}
