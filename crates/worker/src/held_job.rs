//! One claimed job from its claim to its outcome.

use std::future::Future;
use std::sync::Arc;
use std::time::Duration;

use application::jobs::JobRunner;
use domain::job::{ClaimedJob, JobOutcome};
use domain::ports::{Clock, JobSource, StorageError};
use tokio::sync::watch;
use tokio::time::{Instant, sleep, timeout_at};
use tracing::Instrument;
use tracing::field::Empty;

use crate::WorkerSettings;
use crate::apart::apart;
use crate::instruments::count_run;
use crate::settling::Ending;

/// How long an outcome may take to be stored once jobs are to be released.
const LAST_CHANCE: Duration = Duration::from_secs(5);

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

    /// The lease is extended until the outcome is stored, or another worker would do the job meanwhile.
    async fn carry_out(self) {
        let begun = Instant::now();
        let loses_lease = self.loses_lease();
        tokio::pin!(loses_lease);
        let outcome = self.outcome(loses_lease.as_mut()).await;
        let took = begun.elapsed();
        let ending = match outcome {
            Some(outcome) => self.ending(outcome, loses_lease).await,
            None => Ending::Lost,
        };
        // What is not stored has not come about, for metrics as for the log.
        count_run(&self.job.kind, &ending, took);
        self.log(&ending);
    }

    /// What comes of storing the outcome.
    async fn ending(&self, outcome: JobOutcome, loses_lease: impl Future<Output = ()>) -> Ending {
        let settling = async {
            tokio::select! {
                ending = self.settle(outcome.clone()) => ending,
                () = self.may_settle_no_longer() => Ending::Unsettled(outcome.clone()),
            }
        };
        tokio::pin!(settling);
        tokio::select! {
            ending = &mut settling => ending,
            // Whose the job is then is for storage to say, under the lease's token.
            () = loses_lease => settling.await,
        }
    }

    /// The outcome of one try; `None` when the lease was lost while it ran.
    async fn outcome(&self, loses_lease: impl Future<Output = ()>) -> Option<JobOutcome> {
        let (runner, job) = (self.runner.clone(), self.job.clone());
        // A panic in it is an error here and nothing more (I4).
        let attempt = apart(async move { runner.attempt(&job).await });
        let aborted = |why| self.runner.after_abort(&self.job, why);
        tokio::select! {
            ended = attempt => Some(ended.unwrap_or_else(|| aborted("the handler panicked"))),
            () = loses_lease => None,
            () = sleep(self.settings.time_limit) => Some(aborted("the handler took too long")),
            () = told_to_release(self.release.clone()) => Some(JobOutcome::Released),
        }
    }

    /// A worker that stops does not wait for storage for long: the lease runs out (I13).
    async fn may_settle_no_longer(&self) {
        told_to_release(self.release.clone()).await;
        sleep(LAST_CHANCE).await;
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
        let until = self.settings.leased_until(self.clock.now());
        self.source.extend(self.job.id, self.job.lease, until).await
    }
}

/// Returns once jobs are to be released. A worker that is gone releases nothing.
async fn told_to_release(mut release: watch::Receiver<bool>) {
    if release.wait_for(|told| *told).await.is_err() {
        std::future::pending::<()>().await;
    }
}
