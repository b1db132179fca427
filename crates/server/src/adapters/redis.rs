//! The connections to Redis that everything in one process shares.

use infra_redis::RedisConnections;

use crate::error::ServerError;
use crate::settings::{Settings, SettingsError};

/// Connections to the server that `redis.url` names; none without one. Redis need not be there (I14). Call it
/// inside the runtime that lives longest.
///
/// # Errors
/// When the URL is not one.
pub fn connect(settings: &Settings) -> Result<Option<RedisConnections>, ServerError> {
    let server = settings.redis.server.as_ref();
    server
        .map(RedisConnections::new)
        .transpose()
        .map_err(|reason| SettingsError::key("redis.url", reason).into())
}
