//! One claimed job from its claim to its outcome.

use std::sync::Arc;
use std::time::Duration;

use application::jobs::JobRunner;
use domain::job::{ClaimedJob, JobOutcome};
use domain::ports::{Clock, JobSource};
use tokio::sync::watch;
use tokio::task::JoinHandle;
use tokio::time::{Instant, interval_at, sleep_until};

use crate::WorkerSettings;

/// How often, and how far apart, an outcome is offered to storage that is away.
const SETTLE_TRIES: u32 = 10;
const SETTLE_PAUSE: Duration = Duration::from_secs(1);

/// A job under this worker's lease.
pub(crate) struct HeldJob {
    pub(crate) job: ClaimedJob,
    pub(crate) source: Arc<dyn JobSource>,
    pub(crate) runner: JobRunner,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) settings: WorkerSettings,
    pub(crate) release: watch::Receiver<bool>,
}

impl HeldJob {
    /// Has the job done and stores what became of it.
    pub(crate) async fn work(mut self) {
        match self.outcome().await {
            Some(outcome) => self.settle(&outcome).await,
            None => {
                tracing::warn!(job = %self.job.id, kind = %self.job.kind, "the lease was lost; another worker has the job");
            }
        }
    }

    /// The outcome of one try; `None` when the lease was lost while it ran.
    async fn outcome(&mut self) -> Option<JobOutcome> {
        let mut attempt = self.attempt();
        let third = self.settings.lease / 3;
        let mut heartbeat = interval_at(Instant::now() + third, third);
        let time_limit = sleep_until(Instant::now() + self.settings.time_limit);
        tokio::pin!(time_limit);
        let outcome = loop {
            tokio::select! {
                result = &mut attempt => {
                    return Some(result.unwrap_or_else(|_| self.runner.after_abort(&self.job, "the handler panicked")));
                }
                _ = heartbeat.tick() => if !self.keeps_lease().await { break None },
                () = &mut time_limit => break Some(self.runner.after_abort(&self.job, "the handler took too long")),
                () = told_to_release(&mut self.release) => break Some(JobOutcome::Released),
            }
        };
        attempt.abort();
        outcome
    }

    /// The try runs on a task of its own: a panic in it is an error here and nothing more (I4).
    fn attempt(&self) -> JoinHandle<JobOutcome> {
        let (runner, job) = (self.runner.clone(), self.job.clone());
        tokio::spawn(async move { runner.attempt(&job).await })
    }

    /// Holds the job for longer. Storage that cannot be asked does not end the try: the lease does.
    async fn keeps_lease(&self) -> bool {
        let until = self.clock.now().plus(self.settings.lease);
        let extended = self.source.extend(self.job.id, self.job.lease, until).await;
        extended.unwrap_or_else(|error| {
            tracing::warn!(job = %self.job.id, %error, "the lease could not be extended");
            true
        })
    }

    async fn settle(&self, outcome: &JobOutcome) {
        self.log(outcome);
        for _ in 0..SETTLE_TRIES {
            match self
                .source
                .settle(self.job.id, self.job.lease, outcome, self.clock.now())
                .await
            {
                Ok(_) => return,
                Err(error) => {
                    tracing::warn!(job = %self.job.id, %error, "the outcome could not be stored");
                }
            }
            tokio::time::sleep(SETTLE_PAUSE).await;
        }
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
}

/// Returns once jobs are to be released. A worker that is gone releases nothing.
async fn told_to_release(release: &mut watch::Receiver<bool>) {
    if release.wait_for(|told| *told).await.is_err() {
        std::future::pending::<()>().await;
    }
}
