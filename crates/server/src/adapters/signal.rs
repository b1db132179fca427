//! How workers are woken: over Redis, or inside the process.

use std::sync::Arc;

use domain::ports::{HealthProbe, JobSignal};
use infra_memory::MemoryJobSignal;
use infra_redis::{RedisConnections, RedisHealth, RedisJobSignal};

/// A way to wake workers.
#[derive(Clone)]
pub struct Signal {
    /// Wakes them.
    pub port: Arc<dyn JobSignal>,
    /// Whether what it goes through answers.
    pub health: Option<Arc<dyn HealthProbe>>,
}

/// Over Redis where there is one.
#[must_use]
pub fn open(redis: Option<&RedisConnections>) -> Signal {
    match redis {
        None => Signal {
            port: Arc::new(MemoryJobSignal::new()),
            health: None,
        },
        Some(redis) => Signal {
            port: Arc::new(RedisJobSignal::new(redis.clone())),
            health: Some(Arc::new(RedisHealth::new(redis.clone()))),
        },
    }
}
