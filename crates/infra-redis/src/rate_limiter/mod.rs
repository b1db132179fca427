//! Rates that all servers share.

use std::time::Duration;

use async_trait::async_trait;
use deadpool_redis::redis::Script;
use domain::limit::{LimitKey, Quota};
use domain::ports::{CacheError, RateDecision, RateLimiter};

use crate::RedisConnections;

/// Counts the requests of every server that is connected to the same Redis, by Redis's clock.
#[derive(Clone)]
pub struct RedisRateLimiter {
    connections: RedisConnections,
    gcra: Script,
}

impl RedisRateLimiter {
    /// A limiter over these connections.
    #[must_use]
    pub fn new(connections: RedisConnections) -> Self {
        Self {
            connections,
            gcra: Script::new(include_str!("gcra.lua")),
        }
    }

    /// Counts a request that is allowed, or gives one back; says what was owed before.
    async fn change(
        &self,
        key: &LimitKey,
        quota: &Quota,
        requests: i8,
    ) -> Result<Duration, CacheError> {
        let mut gcra = self.gcra.key(format!("portico:limit:{}", key.as_str()));
        gcra.arg(micros(quota.interval()))
            .arg(micros(quota.capacity()));
        gcra.arg(requests);
        let owed = self.connections.ask(&gcra).await?;
        Ok(Duration::from_micros(owed))
    }
}

#[async_trait]
impl RateLimiter for RedisRateLimiter {
    async fn check(&self, key: &LimitKey, quota: &Quota) -> Result<RateDecision, CacheError> {
        let owed = self.change(key, quota, 1).await?;
        Ok(RateDecision::judge(quota, owed))
    }

    async fn give_back(&self, key: &LimitKey, quota: &Quota) -> Result<(), CacheError> {
        self.change(key, quota, -1).await.map(drop)
    }
}

fn micros(span: Duration) -> u64 {
    u64::try_from(span.as_micros()).unwrap_or(u64::MAX)
}
