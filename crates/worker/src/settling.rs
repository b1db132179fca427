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

/// How a try ended, as storage has it.
pub(crate) enum Ending {
    /// This became of the job.
    Stored(JobOutcome),
    /// The lease was lost, and what became of the job is another worker's to say.
    Lost,
    /// Nobody could store this, and the work is done in vain.
    Unsettled(JobOutcome),
}

impl HeldJob {
    /// Storage may be away for a moment.
    pub(crate) async fn settle(&self, outcome: JobOutcome) -> Ending {
        for _ in 0..TRIES {
            match self.store(&outcome).await {
                Ok(true) => return Ending::Stored(outcome),
                Ok(false) => return Ending::Lost,
                Err(error) => {
                    tracing::warn!(job = %self.job.id, %error, "the outcome could not be stored yet");
                }
            }
            sleep(PAUSE).await;
        }
        Ending::Unsettled(outcome)
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

    /// Stores it together with what the handler notes of it; `None` when the handler does not come to an end, or finds
    /// what it can make nothing of, which must not keep the job alive.
    async fn give_up(&self, outcome: &JobOutcome) -> Option<Result<bool, StorageError>> {
        let (runner, job, outcome) = (self.runner.clone(), self.job.clone(), outcome.clone());
        let given_up = apart(async move { runner.give_up(&job, &outcome).await });
        let error = match timeout(NOTE_LIMIT, given_up).await {
            Ok(Some(Err(StorageError::Failed(error)))) => error,
            Ok(Some(stored)) => return Some(stored),
            Ok(None) => "the handler panicked".to_owned(),
            Err(_) => "the handler took too long".to_owned(),
        };
        tracing::warn!(job = %self.job.id, kind = %self.job.kind, error, "the handler took no note that its job is given up");
        None
    }

    /// Work that was done in vain must be in the log.
    pub(crate) fn log(&self, ending: &Ending) {
        let (job, kind) = (self.job.id, &self.job.kind);
        match ending {
            Ending::Stored(outcome) => self.log_outcome(outcome),
            Ending::Lost => {
                tracing::warn!(%job, %kind, "the lease was lost; another worker may have the job");
            }
            Ending::Unsettled(outcome) => {
                tracing::error!(%job, %kind, ?outcome, "the outcome was not stored; the job will be done again");
            }
        }
    }

    fn log_outcome(&self, outcome: &JobOutcome) {
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
}
