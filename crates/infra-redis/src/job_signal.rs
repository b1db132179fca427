//! The job signal between servers: Redis pub/sub.

use async_trait::async_trait;
use deadpool_redis::redis::aio::PubSubStream;
use domain::ports::{JobSignal, JobSignalError, JobWakeUps};
use futures_util::{FutureExt, StreamExt};
use tokio::sync::mpsc::error::TrySendError;
use tokio::sync::mpsc::{Sender, channel};

use crate::RedisConnections;
use crate::failure::Failure;
use crate::publisher::Publisher;

/// The channel. A message says nothing but that there is work.
pub(crate) const CHANNEL: &str = "portico:jobs";

/// Wakes the workers of every server that is connected to the same Redis.
#[derive(Clone)]
pub struct RedisJobSignal {
    connections: RedisConnections,
    waiting: Sender<()>,
}

impl RedisJobSignal {
    /// A signal over these connections. A task publishes for it, as long as it or a clone of it lives: call
    /// this inside the runtime that lives longest.
    #[must_use]
    pub fn new(connections: RedisConnections) -> Self {
        // One signal that waits stands for all that come before it is out.
        let (waiting, signals) = channel(1);
        tokio::spawn(Publisher::new(connections.clone()).run(signals));
        Self {
            connections,
            waiting,
        }
    }
}

#[async_trait]
impl JobSignal for RedisJobSignal {
    /// Hands the signal over and returns: no request waits for Redis, whatever state it is in (I5).
    async fn notify(&self) -> Result<(), JobSignalError> {
        match self.waiting.try_send(()) {
            Ok(()) | Err(TrySendError::Full(())) => Ok(()),
            Err(TrySendError::Closed(())) => {
                Err(JobSignalError("nothing publishes any more".to_owned()))
            }
        }
    }

    async fn subscribe(&self) -> Result<Box<dyn JobWakeUps>, JobSignalError> {
        let subscription = self.connections.listen(CHANNEL).await?;
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
