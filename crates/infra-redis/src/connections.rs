//! The connections of one server to Redis.

use std::sync::Arc;
use std::time::Duration;

use deadpool_redis::redis::aio::PubSub;
use deadpool_redis::redis::{
    AsyncConnectionConfig, Client, Cmd, FromRedisValue, RedisError, from_redis_value,
};
use deadpool_redis::{Connection, Manager, Pool, Runtime};

use crate::address::{client, invalid};
use crate::failure::{Failure, within};
use crate::question::Question;
use crate::shared_connection::SharedConnection;
use crate::{InvalidRedisSettings, RedisSettings};

/// How long to wait for a connection: a free one, a mended one or a new one.
pub(crate) const CONNECTION_LIMIT: Duration = Duration::from_millis(250);
/// How long to wait for the answer to a command.
pub(crate) const COMMAND_LIMIT: Duration = Duration::from_millis(250);
/// Commands are short; more connections would only wait for Redis, which does one thing at a time.
const POOL_SIZE: usize = 16;

/// Connects when it must and again when it has to, so that it can be made while Redis is down (I14).
/// Cheap to clone.
#[derive(Clone)]
pub struct RedisConnections {
    pool: Pool,
    client: Client,
    shared: Arc<SharedConnection>,
}

impl RedisConnections {
    /// Prepares connections; none is opened before the first command.
    ///
    /// # Errors
    /// When the URL is not that of a Redis server.
    pub fn new(settings: &RedisSettings) -> Result<Self, InvalidRedisSettings> {
        let client = client(settings)?;
        let address = client.get_connection_info().clone();
        let limits = AsyncConnectionConfig::new()
            .set_connection_timeout(Some(CONNECTION_LIMIT))
            .set_response_timeout(Some(COMMAND_LIMIT));
        let manager =
            Manager::new_with_config(address, limits.clone()).map_err(|error| invalid(&error))?;
        let pool = Pool::builder(manager)
            .max_size(POOL_SIZE)
            .runtime(Runtime::Tokio1)
            .build()
            .map_err(|error| invalid(&error))?;
        let shared = Arc::new(SharedConnection::new(client.clone(), limits));
        Ok(Self {
            pool,
            client,
            shared,
        })
    }

    /// Asks over the one connection that everybody shares, which is faster than to take one from the pool:
    /// within half a second, and at once while Redis is known to be away.
    pub(crate) async fn ask<T: FromRedisValue>(
        &self,
        question: &dyn Question,
    ) -> Result<T, Failure> {
        let answer = within(CONNECTION_LIMIT + COMMAND_LIMIT, self.shared.ask(question)).await?;
        Ok(from_redis_value(answer).map_err(RedisError::from)?)
    }

    /// Sends a command over a connection of its own and reads its answer, within half a second.
    pub(crate) async fn query<T: FromRedisValue>(&self, command: &Cmd) -> Result<T, Failure> {
        let mut connection = self.connection().await?;
        within(COMMAND_LIMIT, command.query_async(&mut connection)).await
    }

    /// Opens a connection of its own that listens to a channel, within half a second.
    pub(crate) async fn listen(&self, channel: &str) -> Result<PubSub, Failure> {
        let mut connection = within(CONNECTION_LIMIT, self.client.get_async_pubsub()).await?;
        within(COMMAND_LIMIT, connection.subscribe(channel)).await?;
        Ok(connection)
    }

    async fn connection(&self) -> Result<Connection, Failure> {
        within(CONNECTION_LIMIT, self.pool.get()).await
    }
}
