//! Where replies are cached: in the process, and in Redis behind it.

use std::sync::Arc;

use application::CachePorts;
use infra_memory::MemoryCache;
use infra_redis::{RedisCache, RedisConnections};

/// In the process alone, or shared over Redis where there is one.
#[must_use]
pub fn open(redis: Option<&RedisConnections>) -> CachePorts {
    let near = Arc::new(MemoryCache::new());
    match redis {
        None => CachePorts {
            cache: near.clone(),
            near,
        },
        Some(redis) => {
            let far = Arc::new(RedisCache::new(redis.clone()));
            CachePorts::tiered(near, far)
        }
    }
}
