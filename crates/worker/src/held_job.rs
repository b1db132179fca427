//! One claimed job from its claim to its outcome.

use std::sync::Arc;
use std::time::Duration;

use application::jobs::JobRunner;
use domain::job::{ClaimedJob, JobOutcome};
use domain::ports::{Clock, JobSource, StorageError};
use tokio::sync::watch;
use tokio::task::JoinHandle;
use tokio::time::{Instant, sleep, timeout_at};
use tracing::Instrument;
use tracing::field::Empty;

use crate::WorkerSettings;
use crate::instruments::count_run;

/// How often, and how far apart, an outcome is offered to storage that is away.
const SETTLE_TRIES: u32 = 10;
const SETTLE_PAUSE: Duration = Duration::from_secs(1);

/// A job under this worker's lease.
pub(crate) struct HeldJob {
    pub(crate) job: ClaimedJob,
    /// Until when the job is this worker's alone, by the clock that only runs forwards.
    pub(crate) held_until: Instant,
    pub(crate) source: Arc<dyn JobSource>,
    pub(crate) runner: JobRunner,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) settings: WorkerSettings,
    pub(crate) release: watch::Receiver<bool>,
}

impl HeldJob {
    /// Has the job done and stores what became of it, inside a span of its own.
    pub(crate) async fn work(self) {
        let span = tracing::info_span!(
            "job",
            job = %self.job.id,
            kind = %self.job.kind,
            attempts = self.job.attempts,
            outcome = Empty,
        );
        self.carry_out().instrument(span).await;
    }

    async fn carry_out(self) {
        let begun = Instant::now();
        let outcome = self.outcome().await;
        count_run(&self.job.kind, outcome.as_ref(), begun.elapsed());
        let Some(outcome) = outcome else {
            return self.log_loss();
        };
        if matches!(outcome, JobOutcome::Dead { .. }) {
            self.give_up().await;
        }
        self.settle(&outcome).await;
    }

    /// The outcome of one try; `None` when the lease was lost while it ran.
    async fn outcome(&self) -> Option<JobOutcome> {
        let mut attempt = self.attempt();
        let outcome = tokio::select! {
            result = &mut attempt => {
                return Some(result.unwrap_or_else(|_| self.runner.after_abort(&self.job, "the handler panicked")));
            }
            () = self.loses_lease() => None,
            () = sleep(self.settings.time_limit) => Some(self.runner.after_abort(&self.job, "the handler took too long")),
            () = told_to_release(self.release.clone()) => Some(JobOutcome::Released),
        };
        attempt.abort();
        outcome
    }

    /// The try runs on a task of its own: a panic in it is an error here and nothing more (I4).
    fn attempt(&self) -> JoinHandle<JobOutcome> {
        let (runner, job) = (self.runner.clone(), self.job.clone());
        tokio::spawn(async move { runner.attempt(&job).await }.in_current_span())
    }

    /// On a task of its own too: a panic must not keep the outcome from being stored.
    async fn give_up(&self) {
        let (runner, job) = (self.runner.clone(), self.job.clone());
        let told = tokio::spawn(async move { runner.give_up(&job).await }.in_current_span());
        let error = match told.await {
            Ok(Ok(())) => return,
            Ok(Err(failure)) => failure.to_string(),
            Err(_) => "the handler panicked".to_owned(),
        };
        tracing::warn!(job = %self.job.id, kind = %self.job.kind, error, "the handler took no note that its job is given up");
    }

    /// Extends the lease again and again, and returns once it is over or another worker has the job.
    /// Storage that cannot be asked does not end the try before the lease does.
    async fn loses_lease(&self) {
        let mut held_until = self.held_until;
        loop {
            let asked_at = (Instant::now() + self.settings.lease / 3).min(held_until);
            tokio::time::sleep_until(asked_at).await;
            match timeout_at(held_until, self.extend()).await {
                Ok(Ok(true)) => held_until = asked_at + self.settings.lease,
                Ok(Err(error)) if Instant::now() < held_until => {
                    tracing::warn!(job = %self.job.id, %error, "the lease could not be extended");
                }
                _ => return,
            }
        }
    }

    async fn extend(&self) -> Result<bool, StorageError> {
        let until = self.clock.now().plus(self.settings.lease);
        self.source.extend(self.job.id, self.job.lease, until).await
    }

    /// Storage may be away for a moment; after that the work is done in vain, and the log must say so.
    async fn settle(&self, outcome: &JobOutcome) {
        for _ in 0..SETTLE_TRIES {
            match self.store(outcome).await {
                Ok(true) => return self.log(outcome),
                Ok(false) => return self.log_loss(),
                Err(error) => {
                    tracing::warn!(job = %self.job.id, %error, "the outcome could not be stored yet");
                }
            }
            sleep(SETTLE_PAUSE).await;
        }
        tracing::error!(job = %self.job.id, kind = %self.job.kind, ?outcome, "the outcome was not stored; the job will be done again");
    }

    async fn store(&self, outcome: &JobOutcome) -> Result<bool, StorageError> {
        let now = self.clock.now();
        self.source
            .settle(self.job.id, self.job.lease, outcome, now)
            .await
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

    fn log_loss(&self) {
        tracing::warn!(job = %self.job.id, kind = %self.job.kind, "the lease was lost; another worker may have the job");
    }
}

/// Returns once jobs are to be released. A worker that is gone releases nothing.
async fn told_to_release(mut release: watch::Receiver<bool>) {
    if release.wait_for(|told| *told).await.is_err() {
        std::future::pending::<()>().await;
    }
}
