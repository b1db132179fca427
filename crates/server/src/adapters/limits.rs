//! Where rates are counted: in Redis, or in the process.

use std::num::NonZeroU32;
use std::sync::Arc;

use application::FallbackRateLimiter;
use domain::ports::RateLimiter;
use infra_memory::MemoryRateLimiter;
use infra_redis::{RedisConnections, RedisRateLimiter};

/// In Redis where there is one, shared by so many instances, and in the process while it is away (C7).
#[must_use]
pub fn open(redis: Option<&RedisConnections>, instances: NonZeroU32) -> Arc<dyn RateLimiter> {
    let local = Arc::new(MemoryRateLimiter::new());
    match redis {
        None => local,
        Some(redis) => {
            let shared = Arc::new(RedisRateLimiter::new(redis.clone()));
            Arc::new(FallbackRateLimiter::new(shared, local, instances))
        }
    }
}
