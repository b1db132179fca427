//! What can be asked over the shared connection.

use async_trait::async_trait;
use deadpool_redis::redis::aio::MultiplexedConnection;
use deadpool_redis::redis::{Cmd, Pipeline, RedisResult, ScriptInvocation, Value};

/// A command, several in one round trip, or a script. It may be asked twice, if the connection was lost
/// before the answer came.
#[async_trait]
pub(crate) trait Question: Sync {
    async fn put(&self, connection: &mut MultiplexedConnection) -> RedisResult<Value>;
}

#[async_trait]
impl Question for Cmd {
    async fn put(&self, connection: &mut MultiplexedConnection) -> RedisResult<Value> {
        self.query_async(connection).await
    }
}

#[async_trait]
impl Question for Pipeline {
    async fn put(&self, connection: &mut MultiplexedConnection) -> RedisResult<Value> {
        self.query_async(connection).await
    }
}

/// By its digest (EVALSHA); a server that does not know the script yet is given it.
#[async_trait]
impl Question for ScriptInvocation<'_> {
    async fn put(&self, connection: &mut MultiplexedConnection) -> RedisResult<Value> {
        self.invoke_async(connection).await
    }
}
