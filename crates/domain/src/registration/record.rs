//! What is kept of a registration.

use super::CodeDigest;
use crate::password::PasswordHash;
use crate::timestamp::Timestamp;
use crate::user::Email;

/// Names a registration in storage: SHA-256 of its secret (A3).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct RegistrationKey([u8; 32]);

impl RegistrationKey {
    /// Takes a digest that an `OtpDigester` made, or that was stored.
    #[must_use]
    pub const fn from_digest(digest: [u8; 32]) -> Self {
        Self(digest)
    }

    /// The digest.
    #[must_use]
    pub const fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }
}

/// What a registration waits for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RegistrationStep {
    /// The code from the mail.
    VerifyOtp,
    /// A password.
    SetPassword,
    /// The profile; the password is set.
    Complete {
        /// What is kept of the password.
        password_hash: PasswordHash,
    },
    /// Nothing more: the account was made.
    Done,
}

/// A registration as storage keeps it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RegistrationRecord {
    /// Its name in storage.
    pub key: RegistrationKey,
    /// The address to prove.
    pub email: Email,
    /// What it waits for.
    pub step: RegistrationStep,
    /// The newest code; an older one is void (A4).
    pub code: CodeDigest,
    /// Until when that code can be used.
    pub code_expires_at: Timestamp,
    /// How many wrong codes were submitted; a resend does not reset it (A7).
    pub attempts: u32,
    /// How many further codes were asked for.
    pub resends: u32,
    /// From when on a further code may be asked for.
    pub resend_available_at: Timestamp,
    /// When it began.
    pub created_at: Timestamp,
    /// When it ends, whatever step it is at.
    pub expires_at: Timestamp,
}
