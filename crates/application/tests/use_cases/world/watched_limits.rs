//! A limiter that looks whether its caller keeps rows locked while it asks over the network.

use std::sync::{Arc, OnceLock};

use async_trait::async_trait;
use domain::limit::{LimitKey, Quota};
use domain::ports::{CacheError, RateDecision, RateLimiter};
use infra_memory::MemoryRateLimiter;

use super::Faults;

/// Counts as the one in the process does, once it knows which units to look at.
#[derive(Default)]
pub(crate) struct WatchedLimits {
    inner: MemoryRateLimiter,
    faults: OnceLock<Arc<Faults>>,
}

impl WatchedLimits {
    pub(crate) fn watch(&self, faults: &Arc<Faults>) {
        let _ = self.faults.set(faults.clone());
    }

    fn look(&self) {
        let open = self.faults.get().map_or(0, |faults| faults.open_units());
        assert_eq!(open, 0, "a unit is open while a limit is asked");
    }
}

#[async_trait]
impl RateLimiter for WatchedLimits {
    async fn check(&self, key: &LimitKey, quota: &Quota) -> Result<RateDecision, CacheError> {
        self.look();
        self.inner.check(key, quota).await
    }

    async fn give_back(&self, key: &LimitKey, quota: &Quota) -> Result<(), CacheError> {
        self.look();
        RateLimiter::give_back(&self.inner, key, quota).await
    }
}
