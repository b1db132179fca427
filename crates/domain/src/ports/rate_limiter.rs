//! Rates: how often something may happen (C3, C7, A10).

use std::time::Duration;

use async_trait::async_trait;

use super::CacheError;
use crate::limit::{LimitKey, Quota};

/// What a limiter says to one more request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RateDecision {
    /// Whether it may go on.
    pub is_allowed: bool,
    /// How many more could follow at once.
    pub remaining: u32,
    /// How long until one more is allowed; zero when one is.
    pub retry_after: Duration,
    /// How long until the whole quota is there again.
    pub reset_after: Duration,
}

impl RateDecision {
    /// Judges one more request by what is still owed for those before it: the time until the whole quota
    /// would be there again. What is allowed adds [`Quota::interval`] to that.
    #[must_use]
    pub fn judge(quota: &Quota, owed: Duration) -> Self {
        let (interval, capacity) = (quota.interval(), quota.capacity());
        let is_allowed = owed.saturating_add(interval) <= capacity;
        let owed = if is_allowed { owed + interval } else { owed };
        let remaining = capacity.saturating_sub(owed).as_micros() / interval.as_micros();
        Self {
            is_allowed,
            remaining: u32::try_from(remaining).unwrap_or(u32::MAX),
            retry_after: owed.saturating_add(interval).saturating_sub(capacity),
            reset_after: owed,
        }
    }
}

/// Counts by the generic cell rate algorithm (GCRA): a burst of `quota.burst`, refilled evenly over
/// `quota.period`.
#[async_trait]
pub trait RateLimiter: Send + Sync {
    /// Counts one more request under this key. MUST allow exactly the burst at once, refill evenly, and not
    /// count what it refuses. (contracts: `a_burst_is_allowed_and_no_more`, `a_quota_refills_evenly`,
    /// `refusals_do_not_count`, `keys_do_not_share`, `racing_requests_get_the_burst_and_no_more`)
    async fn check(&self, key: &LimitKey, quota: &Quota) -> Result<RateDecision, CacheError>;

    /// Gives back one request that [`check`](Self::check) allowed: for limits that count failures only, where it
    /// is known later that there was none. MUST make room for exactly one more, and never for more than the whole
    /// quota. (contracts: `what_is_given_back_is_there_again`, `no_more_is_given_back_than_was_taken`)
    async fn give_back(&self, key: &LimitKey, quota: &Quota) -> Result<(), CacheError>;
}

#[cfg(test)]
mod tests {
    use std::num::NonZeroU32;

    use super::*;

    const SECOND: Duration = Duration::from_secs(1);

    fn three_in_three_seconds() -> Quota {
        Quota {
            burst: NonZeroU32::new(3).unwrap(),
            period: 3 * SECOND,
        }
    }

    // C3
    #[test]
    fn the_last_of_a_burst_is_allowed_and_says_how_long_to_wait() {
        let decision = RateDecision::judge(&three_in_three_seconds(), 2 * SECOND);
        assert!(decision.is_allowed);
        assert_eq!(decision.remaining, 0);
        assert_eq!(decision.retry_after, SECOND);
        assert_eq!(decision.reset_after, 3 * SECOND);
    }

    // C3
    #[test]
    fn what_is_refused_owes_nothing_more() {
        let owed = Duration::from_millis(2_001);
        let decision = RateDecision::judge(&three_in_three_seconds(), owed);
        assert!(!decision.is_allowed);
        assert_eq!(decision.retry_after, Duration::from_millis(1));
        assert_eq!(decision.reset_after, owed);
    }

    #[test]
    fn a_quota_too_fine_for_the_clock_still_divides() {
        let quota = Quota {
            burst: NonZeroU32::MAX,
            period: Duration::ZERO,
        };
        assert!(RateDecision::judge(&quota, Duration::ZERO).is_allowed);
        assert!(!RateDecision::judge(&quota, Duration::MAX).is_allowed);
    }
}
