//! The job signal between servers: Redis pub/sub.

use async_trait::async_trait;
use deadpool_redis::redis::Cmd;
use deadpool_redis::redis::aio::PubSubStream;
use domain::ports::{JobSignal, JobSignalError, JobWakeUps};
use futures_util::{FutureExt, StreamExt};

use crate::RedisConnections;
use crate::failure::Failure;

/// The channel. A message says nothing but that there is work.
const CHANNEL: &str = "portico:jobs";

/// Wakes the workers of every server that is connected to the same Redis.
#[derive(Clone)]
pub struct RedisJobSignal(RedisConnections);

impl RedisJobSignal {
    /// A signal over these connections.
    #[must_use]
    pub const fn new(connections: RedisConnections) -> Self {
        Self(connections)
    }
}

#[async_trait]
impl JobSignal for RedisJobSignal {
    async fn notify(&self) -> Result<(), JobSignalError> {
        let _listeners: i64 = self.0.query(&Cmd::publish(CHANNEL, "")).await?;
        Ok(())
    }

    async fn subscribe(&self) -> Result<Box<dyn JobWakeUps>, JobSignalError> {
        let subscription = self.0.listen(CHANNEL).await?;
        Ok(Box::new(RedisWakeUps(subscription.into_on_message())))
    }
}

/// A connection that receives, and keeps what comes between two waits.
struct RedisWakeUps(PubSubStream);

impl RedisWakeUps {
    /// Many signals that came meanwhile are one reason to look for jobs.
    fn forget_repetitions(&mut self) {
        while let Some(Some(_)) = self.0.next().now_or_never() {}
    }
}

#[async_trait]
impl JobWakeUps for RedisWakeUps {
    async fn wait(&mut self) -> Result<(), JobSignalError> {
        let closed = || JobSignalError("the subscription was closed".to_owned());
        self.0.next().await.ok_or_else(closed)?;
        self.forget_repetitions();
        Ok(())
    }
}

impl From<Failure> for JobSignalError {
    fn from(failure: Failure) -> Self {
        Self(failure.to_string())
    }
}
