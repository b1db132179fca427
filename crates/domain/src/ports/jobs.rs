//! The outbox: jobs inside a transaction.

use async_trait::async_trait;

use super::StorageError;
use crate::job::NewJob;

/// Enqueues jobs together with the change that wants them.
#[async_trait]
pub trait JobQueue: Send {
    /// Adds a job; it can be claimed once the unit has committed, and never if it does not.
    /// (contract: `a_job_of_a_dropped_unit_is_never_claimed`)
    ///
    /// Gives `false`, and writes nothing, when a job with the same idempotency key is there already.
    /// (contract: `an_idempotency_key_is_enqueued_once`)
    async fn enqueue(&mut self, job: &NewJob) -> Result<bool, StorageError>;
}
