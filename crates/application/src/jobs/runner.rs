//! Has one claimed job done and says what became of it.

use std::num::NonZeroU32;
use std::sync::Arc;
use std::time::Duration;

use domain::job::{BackOff, ClaimedJob, JobFailure, JobKind, JobOutcome};
use domain::ports::{Clock, SecretGenerator, StorageError, UnitOfWork, UnitOfWorkFactory};

use super::{JobFate, JobHandlers, JobOpener, NoteError};
use crate::Ports;

/// How a job of an unknown kind waits: another version of the server may know it.
const UNKNOWN_KIND_BACK_OFF: BackOff = BackOff {
    first: Duration::from_secs(5),
    most: Duration::from_hours(1),
};

/// Runs claimed jobs. The worker claims them, contains their panics and stores the outcomes.
#[derive(Clone)]
pub struct JobRunner {
    jobs: JobOpener,
    units: Arc<dyn UnitOfWorkFactory>,
    clock: Arc<dyn Clock>,
    secrets: Arc<dyn SecretGenerator>,
}

impl JobRunner {
    /// Makes a runner that knows these handlers.
    #[must_use]
    pub fn new(ports: &Ports, handlers: JobHandlers) -> Self {
        Self {
            jobs: JobOpener::new(ports, handlers),
            units: ports.storage.units.clone(),
            clock: ports.system.clock.clone(),
            secrets: ports.system.secrets.clone(),
        }
    }

    /// How many jobs of a kind may run at once in one worker, for every kind where that is bounded.
    pub fn bounds(&self) -> impl Iterator<Item = (JobKind, NonZeroU32)> {
        self.jobs.handlers.bounds()
    }

    /// Tries a job once.
    pub async fn attempt(&self, job: &ClaimedJob) -> JobOutcome {
        if let Some(verdict) = job.verdict_before_run(self.clock.now()) {
            return verdict;
        }
        match self.run(job).await {
            Ok(()) => JobOutcome::Succeeded,
            Err(failure) => self.after_failure(job, failure),
        }
    }

    /// What becomes of a job whose try did not end by itself: it panicked or took too long.
    #[must_use]
    pub fn after_abort(&self, job: &ClaimedJob, why: &str) -> JobOutcome {
        self.after_failure(job, JobFailure::Transient(why.to_owned()))
    }

    /// Stores that a job ends like this for good, together with what its handler notes of that; `false` when the job is
    /// held no longer. Where nobody knows the kind or can open the payload, it ends without a note.
    ///
    /// # Errors
    /// When storage fails, for either; then nothing is stored. [`StorageError::Failed`] stays as it is however often this
    /// is tried: settle the job without the note then.
    pub async fn give_up(
        &self,
        job: &ClaimedJob,
        outcome: &JobOutcome,
    ) -> Result<bool, StorageError> {
        let mut unit = self.units.begin().await?;
        let now = self.clock.now();
        let desk = unit.job_desk();
        if !desk.settle(job.id, job.lease, outcome, now).await? {
            return Ok(false);
        }
        match self.note(&mut *unit, job).await {
            Ok(()) => {}
            Err(NoteError::Storage(error)) => return Err(error),
            Err(NoteError::Unread(error)) => {
                tracing::warn!(job = %job.id, kind = %job.kind, %error, "nobody took note that a job is given up");
            }
        }
        unit.commit().await?;
        Ok(true)
    }

    async fn note(&self, unit: &mut dyn UnitOfWork, job: &ClaimedJob) -> Result<(), NoteError> {
        let opened = self.jobs.open(job.id, &job.kind, &job.payload)?;
        opened.take_note(unit, JobFate::GivenUp).await
    }

    async fn run(&self, job: &ClaimedJob) -> Result<(), JobFailure> {
        let opened = self.jobs.open(job.id, &job.kind, &job.payload)?;
        opened.run().await
    }

    fn after_failure(&self, job: &ClaimedJob, failure: JobFailure) -> JobOutcome {
        let back_off = self
            .jobs
            .handlers
            .find(&job.kind)
            .map_or(UNKNOWN_KIND_BACK_OFF, |handler| handler.policy().back_off);
        let mut jitter = [0_u8];
        self.secrets.fill(&mut jitter);
        job.after_failure(failure, &back_off, self.clock.now(), jitter[0])
    }
}
