//! `[redis]`

use infra_redis::{RedisConnections, RedisSettings as RedisServer};

use super::SettingsError;
use super::values::Values;

/// What instances share besides the database.
#[derive(Clone, Debug)]
pub struct RedisSettings {
    /// Where Redis is; without it everything stays in the process.
    pub server: Option<RedisServer>,
}

impl RedisSettings {
    pub(super) fn read(values: &Values) -> Result<Self, SettingsError> {
        Ok(Self {
            server: values.optional("redis.url", server)?,
        })
    }
}

/// Only making connections tells whether a URL is one; none is opened by it.
fn server(text: &str) -> Result<RedisServer, String> {
    let server = RedisServer {
        url: text.to_owned(),
    };
    match RedisConnections::new(&server) {
        Ok(_) => Ok(server),
        Err(error) => Err(error.to_string()),
    }
}
