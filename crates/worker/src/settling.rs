//! What became of a held job is stored.

use std::time::Duration;

use domain::job::JobOutcome;
use domain::ports::StorageError;
use tokio::time::{sleep, timeout};

use crate::apart::apart;
use crate::held_job::HeldJob;

/// How often, and how far apart, an outcome is offered to storage that is away.
const TRIES: u32 = 10;
const PAUSE: Duration = Duration::from_secs(1);
/// How long a handler may take to note that its job is given up. It is longer than PostgreSQL waits for a lock, after
/// which there is another try.
const NOTE_LIMIT: Duration = Duration::from_secs(8);

impl HeldJob {
    /// Storage may be away for a moment; after that the work is done in vain, and the log must say so.
    pub(crate) async fn settle(&self, outcome: &JobOutcome) {
        for _ in 0..TRIES {
            match self.store(outcome).await {
                Ok(true) => return self.log(outcome),
                Ok(false) => return self.log_loss(),
                Err(error) => {
                    tracing::warn!(job = %self.job.id, %error, "the outcome could not be stored yet");
                }
            }
            sleep(PAUSE).await;
        }
        self.log_vain_work(outcome);
    }

    async fn store(&self, outcome: &JobOutcome) -> Result<bool, StorageError> {
        if matches!(outcome, JobOutcome::Dead { .. })
            && let Some(stored) = self.give_up(outcome).await
        {
            return stored;
        }
        let now = self.clock.now();
        self.source
            .settle(self.job.id, self.job.lease, outcome, now)
            .await
    }

    /// Stores it together with what the handler notes of it; `None` when the handler does not come to an end, which must
    /// not keep the job alive.
    async fn give_up(&self, outcome: &JobOutcome) -> Option<Result<bool, StorageError>> {
        let (runner, job, outcome) = (self.runner.clone(), self.job.clone(), outcome.clone());
        let given_up = apart(async move { runner.give_up(&job, &outcome).await });
        let error = match timeout(NOTE_LIMIT, given_up).await {
            Ok(Some(stored)) => return Some(stored),
            Ok(None) => "the handler panicked",
            Err(_) => "the handler took too long",
        };
        tracing::warn!(job = %self.job.id, kind = %self.job.kind, error, "the handler took no note that its job is given up");
        None
    }

    fn log(&self, outcome: &JobOutcome) {
        let (job, kind, attempts) = (self.job.id, &self.job.kind, self.job.attempts);
        match outcome {
            JobOutcome::Succeeded => tracing::info!(%job, %kind, attempts, "job done"),
            JobOutcome::Retry { error, .. } => {
                tracing::warn!(%job, %kind, attempts, %error, "job failed; it will be tried again");
            }
            JobOutcome::Dead { error } => {
                tracing::error!(%job, %kind, attempts, %error, "job given up");
            }
            JobOutcome::Released => tracing::info!(%job, %kind, "job released"),
        }
    }

    pub(crate) fn log_loss(&self) {
        tracing::warn!(job = %self.job.id, kind = %self.job.kind, "the lease was lost; another worker may have the job");
    }

    pub(crate) fn log_vain_work(&self, outcome: &JobOutcome) {
        tracing::error!(job = %self.job.id, kind = %self.job.kind, ?outcome, "the outcome was not stored; the job will be done again");
    }
}
