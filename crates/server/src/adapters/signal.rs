//! How workers are woken: over Redis, or inside the process.

use std::sync::Arc;

use domain::ports::{HealthProbe, JobSignal};
use infra_memory::MemoryJobSignal;
use infra_redis::{RedisConnections, RedisHealth, RedisJobSignal};

use crate::error::ServerError;
use crate::settings::{Settings, SettingsError};

/// A way to wake workers.
#[derive(Clone)]
pub struct Signal {
    /// Wakes them.
    pub port: Arc<dyn JobSignal>,
    /// Whether what it goes through answers.
    pub health: Option<Arc<dyn HealthProbe>>,
}

/// The way that `redis.url` selects. Redis need not be there (I14).
///
/// # Errors
/// When the URL is not one.
pub fn open(settings: &Settings) -> Result<Signal, ServerError> {
    let Some(server) = &settings.redis.server else {
        return Ok(Signal {
            port: Arc::new(MemoryJobSignal::new()),
            health: None,
        });
    };
    let connections =
        RedisConnections::new(server).map_err(|reason| SettingsError::key("redis.url", reason))?;
    Ok(Signal {
        port: Arc::new(RedisJobSignal::new(connections.clone())),
        health: Some(Arc::new(RedisHealth::new(connections))),
    })
}
