//! The job signal between the use cases and the workers of one process.

use async_trait::async_trait;
use domain::ports::{JobSignal, JobSignalError, JobWakeUps};
use tokio::sync::watch;

/// Wakes the workers of this process. Share one by `Arc`: workers hear only the signal they subscribed to.
#[derive(Debug, Default)]
pub struct MemoryJobSignal(watch::Sender<()>);

impl MemoryJobSignal {
    /// A signal that nobody listens to yet.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }
}

#[async_trait]
impl JobSignal for MemoryJobSignal {
    async fn notify(&self) -> Result<(), JobSignalError> {
        self.0.send_replace(());
        Ok(())
    }

    async fn subscribe(&self) -> Result<Box<dyn JobWakeUps>, JobSignalError> {
        Ok(Box::new(MemoryWakeUps(self.0.subscribe())))
    }
}

/// A watch channel counts its changes, so a signal between two waits is not lost and a burst is one.
struct MemoryWakeUps(watch::Receiver<()>);

#[async_trait]
impl JobWakeUps for MemoryWakeUps {
    async fn wait(&mut self) -> Result<(), JobSignalError> {
        let changed = self.0.changed().await;
        changed.map_err(|closed| JobSignalError(closed.to_string()))
    }
}
