//! What counts rates while the instances cannot count them together.

use std::num::NonZeroU32;
use std::sync::Arc;

use async_trait::async_trait;
use domain::limit::{LimitKey, Quota};
use domain::ports::{CacheError, RateDecision, RateLimiter};

/// A shared limiter with one in the process behind it, which takes over while the other is away. Each instance
/// allows its part of a quota then, so that all of them together allow no more than they should (C7).
pub struct FallbackRateLimiter {
    shared: Arc<dyn RateLimiter>,
    local: Arc<dyn RateLimiter>,
    instances: NonZeroU32,
}

impl FallbackRateLimiter {
    /// Asks `shared`, and `local` for this one of so many instances when that fails.
    #[must_use]
    pub const fn new(
        shared: Arc<dyn RateLimiter>,
        local: Arc<dyn RateLimiter>,
        instances: NonZeroU32,
    ) -> Self {
        Self {
            shared,
            local,
            instances,
        }
    }

    /// Rounded up, since nobody may be locked out by there being many instances.
    fn part_of(&self, quota: &Quota) -> Quota {
        Quota {
            burst: quota.burst.div_ceil(self.instances),
            ..*quota
        }
    }
}

#[async_trait]
impl RateLimiter for FallbackRateLimiter {
    async fn check(&self, key: &LimitKey, quota: &Quota) -> Result<RateDecision, CacheError> {
        match self.shared.check(key, quota).await {
            Err(_) => self.local.check(key, &self.part_of(quota)).await,
            decision => decision,
        }
    }

    /// Where the one that counted is away by now, the other has nothing to give back: a request is counted for a
    /// while that need not be.
    async fn give_back(&self, key: &LimitKey, quota: &Quota) -> Result<(), CacheError> {
        match self.shared.give_back(key, quota).await {
            Err(_) => self.local.give_back(key, &self.part_of(quota)).await,
            given => given,
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicBool, Ordering};
    use std::time::Duration;

    use infra_memory::MemoryRateLimiter;

    use super::*;

    /// A limiter that can be away.
    #[derive(Default)]
    struct Shared {
        limiter: MemoryRateLimiter,
        is_away: AtomicBool,
    }

    impl Shared {
        fn reached(&self) -> Result<&MemoryRateLimiter, CacheError> {
            if self.is_away.load(Ordering::Relaxed) {
                Err(CacheError("away".to_owned()))
            } else {
                Ok(&self.limiter)
            }
        }
    }

    #[async_trait]
    impl RateLimiter for Shared {
        async fn check(&self, key: &LimitKey, quota: &Quota) -> Result<RateDecision, CacheError> {
            self.reached()?.check(key, quota).await
        }

        async fn give_back(&self, key: &LimitKey, quota: &Quota) -> Result<(), CacheError> {
            self.reached()?.give_back(key, quota).await
        }
    }

    fn limiter_of(instances: u32, shared: &Arc<Shared>) -> FallbackRateLimiter {
        let instances = NonZeroU32::new(instances).unwrap();
        let local = Arc::new(MemoryRateLimiter::new());
        FallbackRateLimiter::new(shared.clone(), local, instances)
    }

    async fn allowed_at_once(limiter: &FallbackRateLimiter, burst: u32) -> u32 {
        let (key, quota) = (LimitKey::new("tries", "kim"), quota(burst));
        let mut allowed = 0;
        while limiter.check(&key, &quota).await.unwrap().is_allowed {
            allowed += 1;
        }
        allowed
    }

    fn quota(burst: u32) -> Quota {
        Quota {
            burst: NonZeroU32::new(burst).unwrap(),
            period: Duration::from_hours(1),
        }
    }

    // C7
    #[tokio::test]
    async fn an_instance_on_its_own_allows_its_part_and_never_nothing() {
        for (burst, instances, part) in [(10, 1, 10), (10, 2, 5), (10, 3, 4), (10, 40, 1)] {
            let shared = Arc::new(Shared::default());
            shared.is_away.store(true, Ordering::Relaxed);
            let limiter = limiter_of(instances, &shared);
            assert_eq!(allowed_at_once(&limiter, burst).await, part, "{instances}");
        }
    }

    // C7
    #[tokio::test]
    async fn together_the_instances_allow_the_whole() {
        let shared = Arc::new(Shared::default());
        let (first, second) = (limiter_of(2, &shared), limiter_of(2, &shared));
        assert_eq!(allowed_at_once(&first, 6).await, 6);
        assert_eq!(allowed_at_once(&second, 6).await, 0);
    }

    // C7
    #[tokio::test]
    async fn what_an_instance_counted_on_its_own_it_gives_back_on_its_own() {
        let shared = Arc::new(Shared::default());
        shared.is_away.store(true, Ordering::Relaxed);
        let limiter = limiter_of(3, &shared);
        assert_eq!(allowed_at_once(&limiter, 6).await, 2);
        let key = LimitKey::new("tries", "kim");
        limiter.give_back(&key, &quota(6)).await.unwrap();
        assert_eq!(allowed_at_once(&limiter, 6).await, 1);
    }
}
