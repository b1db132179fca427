//! One change, from the wish to the end of the time in which it can be taken back.

use std::time::Duration;

use crate::identifier::uuid_identifier;
use crate::link::LinkDigest;
use crate::ports::OtpDigester;
use crate::registration::{CodeDigest, OtpCode, RegistrationPolicy};
use crate::timestamp::Timestamp;
use crate::user::{Email, UserId};

uuid_identifier! {
    /// Names one change.
    EmailChangeId
}

/// How far a change has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EmailChangeStage {
    /// The new address has not been proven.
    Pending,
    /// The new address is the account's.
    Confirmed,
}

/// A change of an address. The old one stays in force until the code that was mailed to the new one comes back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EmailChange {
    /// The change's id.
    pub id: EmailChangeId,
    /// Whose address it is.
    pub user: UserId,
    /// The address before.
    pub old: Email,
    /// The address after.
    pub new: Email,
    /// What is kept of the code (A9).
    pub code: CodeDigest,
    /// From when on the code is void.
    pub code_expires_at: Timestamp,
    /// How many codes were compared (A7).
    pub attempts: u32,
    /// What is kept of the secret in the undo link.
    pub undo: LinkDigest,
    /// From when on it cannot be taken back.
    pub undo_expires_at: Timestamp,
    /// How far it has come.
    pub stage: EmailChangeStage,
}

/// Why a code does not confirm a change.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ConfirmRefusal {
    /// The code is wrong.
    #[error("the code is wrong")]
    Wrong {
        /// How many wrong codes the change still bears.
        attempts_left: u32,
    },
    /// The code came too late.
    #[error("the code has expired")]
    Expired,
    /// Too many codes were wrong; even the right one does not help (A7).
    #[error("too many wrong codes")]
    Exhausted,
}

/// The change cannot be taken back any more.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the change cannot be taken back any more")]
pub struct UndoRefusal;

impl EmailChange {
    /// How long a change can be taken back after it was confirmed.
    pub const UNDO_TIME: Duration = Duration::from_hours(7 * 24);

    /// Judges a code. The attempt counts before the comparison, so store the change for a wrong code too (A7).
    ///
    /// # Errors
    /// Says why the code was refused.
    pub fn confirm(
        &mut self,
        code: &OtpCode,
        policy: &RegistrationPolicy,
        now: Timestamp,
        codes: &dyn OtpDigester,
    ) -> Result<(), ConfirmRefusal> {
        if self.attempts >= policy.max_attempts {
            return Err(ConfirmRefusal::Exhausted);
        }
        if now >= self.code_expires_at {
            return Err(ConfirmRefusal::Expired);
        }
        self.attempts += 1;
        if !codes.matches((&self.undo).into(), code, &self.code) {
            return Err(ConfirmRefusal::Wrong {
                attempts_left: policy.max_attempts.saturating_sub(self.attempts),
            });
        }
        self.stage = EmailChangeStage::Confirmed;
        self.undo_expires_at = now.plus(Self::UNDO_TIME);
        Ok(())
    }

    /// Whether the change can be taken back now, proven or not.
    ///
    /// # Errors
    /// When its time is over.
    pub fn check_undo(&self, now: Timestamp) -> Result<(), UndoRefusal> {
        if now < self.undo_expires_at {
            Ok(())
        } else {
            Err(UndoRefusal)
        }
    }
}
