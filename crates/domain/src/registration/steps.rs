//! The state machine: what each step demands and what it changes.

use std::time::Duration;

use super::{
    CodeDigest, OtpCode, RegistrationKey, RegistrationPolicy, RegistrationRecord, RegistrationStep,
};
use crate::password::PasswordHash;
use crate::ports::OtpDigester;
use crate::timestamp::Timestamp;
use crate::user::Email;

/// A registration. Its record changes through the steps below and nowhere else.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Registration(RegistrationRecord);

/// Why a step cannot be taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum StepRefusal {
    /// There is none of this name, or its hour is over: for the client it is the same.
    #[error("there is no such registration, or it has expired")]
    Gone,
    /// It waits for another step (A2).
    #[error("the registration waits for another step")]
    WrongStep,
}

/// Why a code was refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum VerifyRefusal {
    /// The step cannot be taken at all.
    #[error(transparent)]
    Step(#[from] StepRefusal),
    /// Not the code; the attempt was counted.
    #[error("the code is wrong")]
    Wrong {
        /// How many more wrong codes the registration bears.
        attempts_left: u32,
    },
    /// The code's time is over; another can be asked for.
    #[error("the code has expired")]
    CodeExpired,
    /// Too many wrong codes: this registration is ended, even for the right one (A7).
    #[error("too many wrong codes")]
    Exhausted,
}

/// Why no further code is sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ResendRefusal {
    /// The step cannot be taken at all.
    #[error(transparent)]
    Step(#[from] StepRefusal),
    /// Too many wrong codes: a further code could not be used.
    #[error("too many wrong codes")]
    Exhausted,
    /// Too soon, or too often (A10).
    #[error("a further code must wait")]
    Wait {
        /// How long until it can be asked for again.
        retry_after: Duration,
    },
}

impl Registration {
    /// Step 1: an address was given and `code` is on its way to it.
    #[must_use]
    pub fn begin(
        key: RegistrationKey,
        email: Email,
        code: CodeDigest,
        policy: &RegistrationPolicy,
        now: Timestamp,
    ) -> Self {
        Self(RegistrationRecord {
            key,
            email,
            step: RegistrationStep::VerifyOtp,
            code,
            code_expires_at: now.plus(policy.code_ttl),
            attempts: 0,
            resends: 0,
            resend_available_at: now.plus(policy.resend_after),
            created_at: now,
            expires_at: now.plus(RegistrationPolicy::LIFETIME),
        })
    }

    /// Takes a registration back from storage.
    #[must_use]
    pub const fn restore(record: RegistrationRecord) -> Self {
        Self(record)
    }

    /// What to store, and to read from.
    #[must_use]
    pub const fn record(&self) -> &RegistrationRecord {
        &self.0
    }

    /// Puts a further code in the place of the older one, which is void from now on (A4, A10).
    ///
    /// # Errors
    /// When the step is wrong, the registration is ended, or it is too soon or too often.
    pub fn resend(
        &mut self,
        code: CodeDigest,
        policy: &RegistrationPolicy,
        now: Timestamp,
    ) -> Result<(), ResendRefusal> {
        self.check_resend(policy, now)?;
        self.0.code = code;
        self.0.code_expires_at = now.plus(policy.code_ttl).min(self.0.expires_at);
        self.0.resends += 1;
        self.0.resend_available_at = now.plus(policy.resend_after);
        Ok(())
    }

    /// Step 2: judges a submitted code (A7, A8). Counts the attempt before it compares; the caller stores
    /// the registration for a wrong code as for the right one. Every other refusal leaves it as it was.
    ///
    /// # Errors
    /// Says why the code was refused.
    pub fn verify(
        &mut self,
        code: &OtpCode,
        policy: &RegistrationPolicy,
        now: Timestamp,
        codes: &dyn OtpDigester,
    ) -> Result<(), VerifyRefusal> {
        self.expect_step(now, &RegistrationStep::VerifyOtp)?;
        if self.is_exhausted(policy) {
            return Err(VerifyRefusal::Exhausted);
        }
        if now >= self.0.code_expires_at {
            return Err(VerifyRefusal::CodeExpired);
        }
        self.0.attempts += 1;
        if !codes.matches((&self.0.key).into(), code, &self.0.code) {
            return Err(VerifyRefusal::Wrong {
                attempts_left: policy.max_attempts.saturating_sub(self.0.attempts),
            });
        }
        self.0.step = RegistrationStep::SetPassword;
        Ok(())
    }

    /// Whether a password may be set now; asked before the costly hash is made.
    ///
    /// # Errors
    /// When the registration waits for something else.
    pub fn check_set_password(&self, now: Timestamp) -> Result<(), StepRefusal> {
        self.expect_step(now, &RegistrationStep::SetPassword)
    }

    /// Step 3: a password was chosen.
    ///
    /// # Errors
    /// When the registration waits for something else.
    pub fn set_password(
        &mut self,
        password_hash: PasswordHash,
        now: Timestamp,
    ) -> Result<(), StepRefusal> {
        self.check_set_password(now)?;
        self.0.step = RegistrationStep::Complete { password_hash };
        Ok(())
    }

    /// What is kept of the password until the account is made: the profile may be judged against it (B4).
    ///
    /// # Errors
    /// When the registration waits for something else.
    pub fn pending_password(&self, now: Timestamp) -> Result<&PasswordHash, StepRefusal> {
        self.expect_alive(now)?;
        match &self.0.step {
            RegistrationStep::Complete { password_hash } => Ok(password_hash),
            _ => Err(StepRefusal::WrongStep),
        }
    }

    /// Step 4: the account is made. Gives the password's hash for it.
    ///
    /// # Errors
    /// When the registration waits for something else.
    pub fn complete(&mut self, now: Timestamp) -> Result<PasswordHash, StepRefusal> {
        let password_hash = self.pending_password(now)?.clone();
        self.0.step = RegistrationStep::Done;
        Ok(password_hash)
    }

    /// Whether a further code may be sent now.
    ///
    /// # Errors
    /// As [`resend`](Self::resend).
    pub fn check_resend(
        &self,
        policy: &RegistrationPolicy,
        now: Timestamp,
    ) -> Result<(), ResendRefusal> {
        self.expect_step(now, &RegistrationStep::VerifyOtp)?;
        if self.is_exhausted(policy) {
            return Err(ResendRefusal::Exhausted);
        }
        let used_up = policy
            .max_resends
            .is_some_and(|most| self.0.resends >= most);
        let from = if used_up {
            self.0.expires_at
        } else {
            self.0.resend_available_at
        };
        if now < from {
            Err(ResendRefusal::Wait {
                retry_after: from.since(now),
            })
        } else {
            Ok(())
        }
    }

    fn expect_step(&self, now: Timestamp, wanted: &RegistrationStep) -> Result<(), StepRefusal> {
        self.expect_alive(now)?;
        if self.0.step == *wanted {
            Ok(())
        } else {
            Err(StepRefusal::WrongStep)
        }
    }

    fn expect_alive(&self, now: Timestamp) -> Result<(), StepRefusal> {
        if now < self.0.expires_at {
            Ok(())
        } else {
            Err(StepRefusal::Gone)
        }
    }

    fn is_exhausted(&self, policy: &RegistrationPolicy) -> bool {
        self.0.attempts >= policy.max_attempts
    }
}
