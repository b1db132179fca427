//! The claim loop.

use std::future::Future;
use std::sync::Arc;
use std::time::Duration;

use application::Ports;
use application::jobs::JobRunner;
use domain::job::{ClaimedJob, LeaseToken};
use domain::ports::{ClaimRequest, Clock, IdGenerator, JobSignal, JobSource};
use tokio::sync::watch;
use tokio::task::JoinSet;
use tokio::time::Instant;

use crate::WorkerSettings;
use crate::ear::Ear;
use crate::held_job::HeldJob;

/// The shortest sleep between two looks for jobs.
const SHORTEST_SLEEP: Duration = Duration::from_millis(20);

/// Claims jobs and has them done, several at a time.
pub struct Worker {
    source: Arc<dyn JobSource>,
    signal: Arc<dyn JobSignal>,
    clock: Arc<dyn Clock>,
    ids: Arc<dyn IdGenerator>,
    runner: JobRunner,
    settings: WorkerSettings,
}

impl Worker {
    /// Makes a worker over these adapters.
    #[must_use]
    pub fn new(ports: &Ports, runner: JobRunner, settings: WorkerSettings) -> Self {
        Self {
            source: ports.storage.job_source.clone(),
            signal: ports.job_signal.clone(),
            clock: ports.system.clock.clone(),
            ids: ports.system.ids.clone(),
            runner,
            settings,
        }
    }

    /// Works until `stop` is ready; then claims no more, lets running jobs end, and releases those that
    /// are not done within the grace time (I13).
    pub async fn run(self, stop: impl Future<Output = ()>) {
        let (release, told) = watch::channel(false);
        let mut running = JoinSet::new();
        let mut ear = Ear::new(self.signal.clone());
        tokio::pin!(stop);
        loop {
            let sleep = self.fill(&mut running, &told).await;
            tokio::select! {
                () = &mut stop => break,
                Some(_) = running.join_next() => {}
                () = ear.wait() => {}
                () = tokio::time::sleep(sleep) => {}
            }
        }
        self.drain(running, &release).await;
    }

    /// Claims as many jobs as there is room for, and says how long nothing will be due.
    async fn fill(&self, running: &mut JoinSet<()>, release: &watch::Receiver<bool>) -> Duration {
        let room = self.room(running);
        if room == 0 {
            return self.settings.poll_interval;
        }
        // Before the claim, so that the lease never lasts longer here than in storage.
        let held_until = Instant::now() + self.settings.lease;
        for job in self.claim(room).await {
            running.spawn(self.hold(job, held_until, release.clone()).work());
        }
        self.until_next_due().await
    }

    fn room(&self, running: &JoinSet<()>) -> u32 {
        let running = u32::try_from(running.len()).unwrap_or(u32::MAX);
        self.settings.concurrency.saturating_sub(running)
    }

    async fn claim(&self, limit: u32) -> Vec<ClaimedJob> {
        let now = self.clock.now();
        let lease = LeaseToken::from_uuid(self.ids.random());
        let request = ClaimRequest {
            lease,
            now,
            leased_until: now.plus(self.settings.lease),
            limit,
        };
        self.source.claim(&request).await.unwrap_or_else(|error| {
            tracing::warn!(%error, "no jobs could be claimed");
            Vec::new()
        })
    }

    fn hold(
        &self,
        job: ClaimedJob,
        held_until: Instant,
        release: watch::Receiver<bool>,
    ) -> HeldJob {
        HeldJob {
            job,
            held_until,
            source: self.source.clone(),
            runner: self.runner.clone(),
            clock: self.clock.clone(),
            settings: self.settings,
            release,
        }
    }

    async fn until_next_due(&self) -> Duration {
        let due = self.source.next_due().await.ok().flatten();
        let wait = due.map_or(self.settings.poll_interval, |due| {
            due.since(self.clock.now())
        });
        wait.clamp(SHORTEST_SLEEP, self.settings.poll_interval)
    }

    async fn drain(&self, mut running: JoinSet<()>, release: &watch::Sender<bool>) {
        let all_done = async { while running.join_next().await.is_some() {} };
        if tokio::time::timeout(self.settings.stop_grace, all_done)
            .await
            .is_err()
        {
            release.send_replace(true);
            while running.join_next().await.is_some() {}
        }
    }
}
