//! Rates within one process.
//!
//! `governor` keeps one quota for each limiter, tells no time until the whole quota is back, and bounds its
//! keys only by a sweep over all of them. So the rule of `RateDecision::judge`, which Redis follows too, is
//! applied here to a bounded cache of what each key owes.

use std::time::{Duration, Instant};

use async_trait::async_trait;
use domain::limit::{LimitKey, Quota};
use domain::ports::{CacheError, RateDecision, RateLimiter};
use moka::Expiry;
use moka::ops::compute::Op;
use moka::policy::EvictionPolicy;
use moka::sync::Cache;

/// Most keys that are counted at once; beyond it the one that was used longest ago is forgotten.
const MAX_KEYS: u64 = 100_000;

/// Counts the requests of this process. Share one by `Arc`.
#[derive(Clone, Debug)]
pub struct MemoryRateLimiter(Cache<LimitKey, Owed>);

/// When the whole quota of a key will be there again: the theoretical arrival time of GCRA.
#[derive(Clone, Copy, Debug)]
struct Owed {
    until: Instant,
}

impl Owed {
    fn at(self, now: Instant) -> Duration {
        self.until.saturating_duration_since(now)
    }
}

impl MemoryRateLimiter {
    /// A limiter that has counted nothing yet.
    #[must_use]
    pub fn new() -> Self {
        let keys = Cache::builder()
            .max_capacity(MAX_KEYS)
            // By frequency, a full cache would not take in the keys of a new flood, nor count them.
            .eviction_policy(EvictionPolicy::lru())
            .expire_after(UntilNothingIsOwed);
        Self(keys.build())
    }

    fn judge(&self, key: &LimitKey, quota: &Quota, now: Instant) -> RateDecision {
        let mut decision = RateDecision::judge(quota, quota.capacity());
        // Calls for one key run one after the other.
        self.0.entry_by_ref(key).and_compute_with(|entry| {
            let owed = entry.map(|entry| entry.value().at(now));
            decision = RateDecision::judge(quota, owed.unwrap_or_default());
            let until = now.checked_add(decision.reset_after);
            match until.filter(|_| decision.is_allowed) {
                Some(until) => Op::Put(Owed { until }),
                None => Op::Nop,
            }
        });
        decision
    }

    fn give_back(&self, key: &LimitKey, quota: &Quota, now: Instant) {
        self.0.entry_by_ref(key).and_compute_with(|entry| {
            let until = entry.and_then(|entry| entry.value().until.checked_sub(quota.interval()));
            until.map_or(Op::Nop, |until| {
                let until = until.max(now);
                Op::Put(Owed { until })
            })
        });
    }
}

impl Default for MemoryRateLimiter {
    fn default() -> Self {
        Self::new()
    }
}

#[async_trait]
impl RateLimiter for MemoryRateLimiter {
    async fn check(&self, key: &LimitKey, quota: &Quota) -> Result<RateDecision, CacheError> {
        Ok(self.judge(key, quota, Instant::now()))
    }

    async fn give_back(&self, key: &LimitKey, quota: &Quota) -> Result<(), CacheError> {
        self.give_back(key, quota, Instant::now());
        Ok(())
    }
}

/// A key that owes nothing need not be remembered.
struct UntilNothingIsOwed;

impl Expiry<LimitKey, Owed> for UntilNothingIsOwed {
    fn expire_after_create(&self, _: &LimitKey, owed: &Owed, now: Instant) -> Option<Duration> {
        Some(owed.at(now))
    }

    fn expire_after_update(
        &self,
        _: &LimitKey,
        owed: &Owed,
        now: Instant,
        _: Option<Duration>,
    ) -> Option<Duration> {
        Some(owed.at(now))
    }
}

#[cfg(test)]
mod tests {
    use std::num::NonZeroU32;

    use super::*;

    const SECOND: Duration = Duration::from_secs(1);

    fn two_in_two_seconds() -> Quota {
        Quota {
            burst: NonZeroU32::new(2).unwrap(),
            period: 2 * SECOND,
        }
    }

    // C3: over a long time, as many go through as the quota says and no more.
    #[test]
    fn a_minute_of_tries_gives_the_burst_and_one_a_second() {
        let (limiter, start) = (MemoryRateLimiter::new(), Instant::now());
        let key = LimitKey::new("fixture", "somebody");
        let tries = (0..600).map(|tenth| start + tenth * SECOND / 10);
        let allowed = tries
            .filter(|at| limiter.judge(&key, &two_in_two_seconds(), *at).is_allowed)
            .count();
        assert_eq!(allowed, 2 + 59);
    }

    // C7
    #[test]
    fn a_flood_of_keys_is_bounded_and_still_counted() {
        let (limiter, now) = (MemoryRateLimiter::new(), Instant::now());
        let quota = Quota {
            period: Duration::from_hours(1),
            ..two_in_two_seconds()
        };
        for number in 0..MAX_KEYS + 10_000 {
            let key = LimitKey::new("flood", &number.to_string());
            assert!(limiter.judge(&key, &quota, now).is_allowed);
        }
        limiter.0.run_pending_tasks();
        assert!(limiter.0.entry_count() <= MAX_KEYS);
        let newest = LimitKey::new("flood", &(MAX_KEYS + 9_999).to_string());
        assert!(limiter.judge(&newest, &quota, now).is_allowed);
        assert!(!limiter.judge(&newest, &quota, now).is_allowed);
    }

    #[test]
    fn a_key_that_owes_nothing_is_forgotten() {
        let now = Instant::now();
        let owed = Owed {
            until: now + SECOND,
        };
        let key = LimitKey::new("fixture", "somebody");
        let kept = UntilNothingIsOwed.expire_after_create(&key, &owed, now);
        assert_eq!(kept, Some(SECOND));
        let kept = UntilNothingIsOwed.expire_after_update(&key, &owed, now + SECOND, kept);
        assert_eq!(kept, Some(Duration::ZERO));
    }
}
