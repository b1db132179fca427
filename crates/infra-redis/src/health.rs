//! Whether Redis answers.

use async_trait::async_trait;
use deadpool_redis::redis::Cmd;
use domain::ports::{HealthProbe, Unhealthy};

use crate::RedisConnections;

/// Asks Redis how it is. Portico goes on without it, slower.
#[derive(Clone)]
pub struct RedisHealth(RedisConnections);

impl RedisHealth {
    /// A probe over these connections.
    #[must_use]
    pub const fn new(connections: RedisConnections) -> Self {
        Self(connections)
    }
}

#[async_trait]
impl HealthProbe for RedisHealth {
    fn name(&self) -> &'static str {
        "redis"
    }

    fn is_required(&self) -> bool {
        false
    }

    async fn check(&self) -> Result<(), Unhealthy> {
        let answer = self.0.query::<()>(&Cmd::new().arg("PING").to_owned()).await;
        answer.map_err(|failure| Unhealthy(failure.to_string()))
    }
}
