//! Wakes workers after a commit. Polling is the net below it, so a lost signal costs time, never a job.

use async_trait::async_trait;

/// The signal could not be given or waited for.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the job signal failed: {0}")]
pub struct JobSignalError(pub String);

/// Tells every worker, on every instance that shares the signal, that there is work.
#[async_trait]
pub trait JobSignal: Send + Sync {
    /// Wakes the workers. MUST not wait for them, and MUST return within a second when the channel is
    /// down; it may return before the signal is out, and then an outage is told in the log alone.
    /// (contracts: `notifying_without_workers_succeeds`, and the adapter's own outage test)
    async fn notify(&self) -> Result<(), JobSignalError>;

    /// Starts to listen. MUST hear every [`notify`](Self::notify) that is made after it returns.
    /// (contract: `a_signal_between_two_waits_is_kept`)
    async fn subscribe(&self) -> Result<Box<dyn JobWakeUps>, JobSignalError>;
}

/// One worker's ear.
#[async_trait]
pub trait JobWakeUps: Send {
    /// Waits for a signal; several that came meanwhile may count as one. MUST wake every subscriber.
    /// (contract: `every_subscriber_is_woken`) An error means that signals may have been missed: subscribe anew.
    async fn wait(&mut self) -> Result<(), JobSignalError>;
}
