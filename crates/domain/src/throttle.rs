//! Guessing slowed down: failures are remembered per identifier as typed, whether an account has it or not
//! (C3, C4, C5, A11).
//!
//! The memory survives restarts, holds no identifier in clear, and is forgotten once it says nothing any more.

use std::time::Duration;

use crate::timestamp::Timestamp;

/// Whom failures are counted for: a keyed digest, of which nothing can be read back.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct ThrottleKey([u8; 32]);

impl ThrottleKey {
    /// Takes a digest that a `SubjectDigester` made, or that was stored.
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

/// The numbers of a throttle.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ThrottlePolicy {
    /// How many attempts may fail within [`window`](Self::window) without a wait between them; the last of
    /// them starts the first wait. At least one.
    pub free_failures: u32,
    /// How long failures count together: from the first of them and, once they cost waits, from the latest.
    pub window: Duration,
    /// The first wait; it doubles with each further failure.
    pub first_delay: Duration,
    /// The longest wait.
    pub longest_delay: Duration,
    /// After how many failures in a row nothing but a reset helps; `None` for never.
    pub locked_after: Option<u32>,
}

/// What is remembered of somebody's failures.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Throttle {
    /// Whom it counts.
    pub key: ThrottleKey,
    /// Failures in the present window.
    pub failures: u32,
    /// When the present window began: with its first failure or, once failures cost waits, with the latest, so
    /// that a window cannot end, and waits start from the first again, while the waits still grow.
    pub window_began_at: Timestamp,
    /// Failures since the last success.
    pub in_a_row: u32,
    /// No attempt is judged before this moment.
    pub blocked_until: Timestamp,
}

/// An attempt is not judged: it came too soon after too many failures.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("too many failures; wait")]
pub struct Throttled {
    /// How long until an attempt is judged again.
    pub retry_after: Duration,
}

impl Throttle {
    /// Nothing to remember yet.
    #[must_use]
    pub const fn new(key: ThrottleKey, now: Timestamp) -> Self {
        Self {
            key,
            failures: 0,
            window_began_at: now,
            in_a_row: 0,
            blocked_until: Timestamp::MIN,
        }
    }

    /// Whether an attempt may be judged now.
    ///
    /// # Errors
    /// Says how long it must wait; where only a reset helps, that is the longest wait.
    pub fn check(&self, policy: &ThrottlePolicy, now: Timestamp) -> Result<(), Throttled> {
        if self.is_locked(policy) {
            Err(Throttled {
                retry_after: policy.longest_delay,
            })
        } else if now < self.blocked_until {
            Err(Throttled {
                retry_after: self.blocked_until.since(now),
            })
        } else {
            Ok(())
        }
    }

    /// Counts a failure.
    pub fn fail(&mut self, policy: &ThrottlePolicy, now: Timestamp) {
        if now >= self.window_began_at.plus(policy.window) {
            self.window_began_at = now;
            self.failures = 0;
        }
        self.failures = self.failures.saturating_add(1);
        self.in_a_row = self.in_a_row.saturating_add(1);
        if let Some(doublings) = self.failures.checked_sub(policy.free_failures.max(1)) {
            self.window_began_at = now;
            self.blocked_until = now.plus(policy.delay(doublings));
        }
    }

    /// Whether nothing but a forgiven failure opens it again (C4).
    #[must_use]
    pub fn is_locked(&self, policy: &ThrottlePolicy) -> bool {
        policy
            .locked_after
            .is_some_and(|most| self.in_a_row >= most)
    }

    /// From when on this says nothing any more and can be forgotten. A lock is not forgotten: it ends by a
    /// reset.
    #[must_use]
    pub fn forgettable_at(&self, policy: &ThrottlePolicy) -> Timestamp {
        if self.is_locked(policy) {
            return Timestamp::MAX;
        }
        let keep = if policy.locked_after.is_some() {
            policy.window.max(ThrottlePolicy::LONG_MEMORY)
        } else {
            policy.window
        };
        self.window_began_at.plus(keep).max(self.blocked_until)
    }
}

impl ThrottlePolicy {
    /// How long failures in a row are remembered after the latest, where they can add up to a lock.
    pub const LONG_MEMORY: Duration = Duration::from_hours(30 * 24);

    fn delay(&self, doublings: u32) -> Duration {
        let factor = 1_u32.checked_shl(doublings.min(31)).unwrap_or(u32::MAX);
        self.first_delay
            .saturating_mul(factor)
            .min(self.longest_delay)
    }
}
