//! The numbers of registration.

use std::time::Duration;

use super::OtpLength;

/// How long, how often, how many.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RegistrationPolicy {
    /// How many digits a code has.
    pub code_length: OtpLength,
    /// How long a code can be used (A6).
    pub code_ttl: Duration,
    /// How many wrong codes end a registration (A7).
    pub max_attempts: u32,
    /// How long to wait for the next code of the same registration; zero when limits are off (A10).
    pub resend_after: Duration,
    /// How many further codes one registration may ask for; `None` when limits are off (A10).
    pub max_resends: Option<u32>,
}

/// Why numbers are not a registration policy.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RegistrationPolicyError {
    /// The code's life is zero or more than ten minutes.
    #[error("a code may live for up to 10 minutes")]
    CodeTtl,
    /// No attempt or more than five.
    #[error("a registration may allow 1 to 5 wrong codes")]
    MaxAttempts,
    /// A waiting time as long as the registration.
    #[error("the waiting time for the next code must be shorter than 10 minutes")]
    ResendAfter,
}

impl RegistrationPolicy {
    /// How long a registration lives from its first step to its last (A6).
    pub const LIFETIME: Duration = Duration::from_hours(1);
    /// The longest life of a code (A6, ASVS 6.5.5).
    pub const MAX_CODE_TTL: Duration = Duration::from_mins(10);
    /// The most wrong codes that may be allowed (A7).
    pub const MAX_ATTEMPTS: u32 = 5;
    /// How many further codes one registration may ask for (A10).
    pub const MAX_RESENDS: u32 = 5;

    /// Checks the numbers against what the requirements allow.
    ///
    /// # Errors
    /// Names the first number that is out of range.
    pub fn checked(self) -> Result<Self, RegistrationPolicyError> {
        if self.code_ttl.is_zero() || self.code_ttl > Self::MAX_CODE_TTL {
            Err(RegistrationPolicyError::CodeTtl)
        } else if !(1..=Self::MAX_ATTEMPTS).contains(&self.max_attempts) {
            Err(RegistrationPolicyError::MaxAttempts)
        } else if self.resend_after >= Self::MAX_CODE_TTL {
            Err(RegistrationPolicyError::ResendAfter)
        } else {
            Ok(self)
        }
    }
}
