//! Publishes job signals behind the back of the requests that give them.

use deadpool_redis::redis::Cmd;
use tokio::sync::mpsc::Receiver;

use crate::RedisConnections;
use crate::failure::Failure;
use crate::job_signal::CHANNEL;

/// Publishes one signal after the other, and tells the log when that begins to fail and when it works again:
/// a line for each signal would be a line for each request.
pub(crate) struct Publisher {
    connections: RedisConnections,
    is_failing: bool,
}

impl Publisher {
    pub(crate) const fn new(connections: RedisConnections) -> Self {
        Self {
            connections,
            is_failing: false,
        }
    }

    /// Publishes until nobody can give a signal any more.
    pub(crate) async fn run(mut self, mut signals: Receiver<()>) {
        while signals.recv().await.is_some() {
            let published = self.publish().await;
            self.log(published);
        }
    }

    async fn publish(&self) -> Result<(), Failure> {
        let _listeners: i64 = self.connections.query(&Cmd::publish(CHANNEL, "")).await?;
        Ok(())
    }

    fn log(&mut self, published: Result<(), Failure>) {
        match published {
            Err(error) if !self.is_failing => {
                tracing::warn!(%error, "Redis takes no job signals; workers find jobs by polling");
                self.is_failing = true;
            }
            Ok(()) if self.is_failing => {
                tracing::info!("Redis takes job signals again");
                self.is_failing = false;
            }
            _ => {}
        }
    }
}
