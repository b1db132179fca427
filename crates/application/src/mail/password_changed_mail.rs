//! The mail that tells of a new password (B10, B11).

use domain::job::{JobFailure, JobPolicy};
use domain::mail::{MailContent, PasswordChangedBy};
use domain::timestamp::Timestamp;
use domain::user::User;
use serde::{Deserialize, Serialize};

use super::delivery::MAIL_POLICY;
use super::plain::PlainMail;
use crate::jobs::JobPayload;

/// Whom to tell, and whose doing it was.
#[derive(Serialize, Deserialize)]
pub struct PasswordChangedMail {
    to: String,
    by: StoredCause,
    at_micros: i64,
}

/// [`PasswordChangedBy`] as it is stored.
#[derive(Clone, Copy, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum StoredCause {
    Owner,
    RecoveryLink,
    Superuser,
}

impl PasswordChangedMail {
    /// The mail about the new password of this account.
    #[must_use]
    pub fn new(user: &User, by: PasswordChangedBy, now: Timestamp) -> Self {
        Self {
            to: user.email.as_str().to_owned(),
            by: by.into(),
            at_micros: now.unix_micros(),
        }
    }
}

impl JobPayload for PasswordChangedMail {
    const KIND: &'static str = "password_changed_mail";
    const POLICY: JobPolicy = MAIL_POLICY;
}

impl PlainMail for PasswordChangedMail {
    fn to(&self) -> &str {
        &self.to
    }

    fn content(&self) -> Result<MailContent, JobFailure> {
        Ok(MailContent::PasswordChanged {
            by: self.by.into(),
            at: Timestamp::from_unix_micros(self.at_micros),
        })
    }
}

impl From<PasswordChangedBy> for StoredCause {
    fn from(by: PasswordChangedBy) -> Self {
        match by {
            PasswordChangedBy::Owner => Self::Owner,
            PasswordChangedBy::RecoveryLink => Self::RecoveryLink,
            PasswordChangedBy::Superuser => Self::Superuser,
        }
    }
}

impl From<StoredCause> for PasswordChangedBy {
    fn from(cause: StoredCause) -> Self {
        match cause {
            StoredCause::Owner => Self::Owner,
            StoredCause::RecoveryLink => Self::RecoveryLink,
            StoredCause::Superuser => Self::Superuser,
        }
    }
}
