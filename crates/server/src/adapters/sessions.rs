//! Where derived copies of sessions are: in the process, and in Redis behind it.

use std::sync::Arc;

use application::SessionPorts;
use application::caches::TieredSessionCache;
use infra_memory::{MemoryInvalidation, MemorySessionCache, MemoryTokenRecords};
use infra_redis::{RedisConnections, RedisInvalidation, RedisSessionCache, RedisTokenRecords};

use crate::settings::{Settings, StorageUrl};

/// In the process alone, or shared over Redis where there is one.
#[must_use]
pub fn open(redis: Option<&RedisConnections>) -> SessionPorts {
    let near = Arc::new(MemorySessionCache::new());
    match redis {
        None => SessionPorts {
            cache: near.clone(),
            near,
            invalidation: Arc::new(MemoryInvalidation::new()),
            records: Arc::new(MemoryTokenRecords::new()),
        },
        Some(redis) => {
            let far = Arc::new(RedisSessionCache::new(redis.clone()));
            SessionPorts {
                cache: Arc::new(TieredSessionCache::new(near.clone(), far)),
                near,
                invalidation: Arc::new(RedisInvalidation::new(redis.clone())),
                records: Arc::new(RedisTokenRecords::new(redis.clone())),
            }
        }
    }
}

/// Says what instances on one PostgreSQL do not share without Redis (security.md 2.7).
pub fn warn_of_what_is_not_shared(settings: &Settings) {
    let may_have_others = matches!(settings.storage.url, StorageUrl::Postgres(_));
    if may_have_others && settings.redis.server.is_none() {
        tracing::warn!(
            "without redis.url, other instances learn within 5 s that a session has ended, give old lists until \
             their pages end (cache.items_ttl), and limits count for each instance"
        );
    }
}
