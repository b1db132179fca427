//! The numbers of sessions and access tokens.

use std::num::NonZeroU32;
use std::time::Duration;

/// How long sessions and the tokens in them live.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SessionPolicy {
    /// How long an access token can be used.
    pub access_ttl: Duration,
    /// How far the clocks of two instances may differ (D6).
    pub leeway: Duration,
    /// How long a session may rest unused (D13).
    pub idle_timeout: Duration,
    /// How long a session may live at all (D13).
    pub absolute_timeout: Duration,
    /// How many live sessions a user may have; the oldest gives way to a further one (C10).
    pub max_per_user: NonZeroU32,
}

/// Why numbers are not a session policy.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SessionPolicyError {
    /// Less than a second: a token's times are whole seconds.
    #[error("an access token must live for at least 1 second")]
    AccessTtl,
    /// More leeway than two honest clocks need.
    #[error("the leeway may be up to 60 seconds")]
    Leeway,
    /// An idle limit beyond the absolute one.
    #[error("the idle limit must be at least 1 second and no longer than the absolute limit")]
    IdleTimeout,
}

impl SessionPolicy {
    /// The most leeway that may be configured (D6).
    pub const MAX_LEEWAY: Duration = Duration::from_mins(1);

    /// How often a use of a session is written down: at most once a minute, or once in a tenth of the idle
    /// limit where that is shorter.
    #[must_use]
    pub fn touch_interval(&self) -> Duration {
        (self.idle_timeout / 10).min(Duration::from_mins(1))
    }

    /// Checks the numbers against one another and against what the requirements allow.
    ///
    /// # Errors
    /// Names the first number that is out of range.
    pub fn checked(self) -> Result<Self, SessionPolicyError> {
        let second = Duration::from_secs(1);
        if self.access_ttl < second {
            Err(SessionPolicyError::AccessTtl)
        } else if self.leeway > Self::MAX_LEEWAY {
            Err(SessionPolicyError::Leeway)
        } else if self.idle_timeout < second || self.idle_timeout > self.absolute_timeout {
            Err(SessionPolicyError::IdleTimeout)
        } else {
            Ok(self)
        }
    }
}
