//! The claim loop.

use std::future::Future;
use std::sync::Arc;
use std::time::Duration;

use application::Ports;
use application::jobs::JobRunner;
use domain::job::{ClaimedJob, JobKind, LeaseToken};
use domain::ports::{ClaimRequest, Clock, IdGenerator, JobSignal, JobSource};
use tokio::sync::watch;
use tokio::time::Instant;

use crate::WorkerSettings;
use crate::ear::Ear;
use crate::held_job::HeldJob;
use crate::running::{Room, Running};

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
        let mut running = Running::default();
        let mut ear = Ear::new(self.signal.clone());
        tokio::pin!(stop);
        loop {
            let sleep = self.fill(&mut running, &told).await;
            tokio::select! {
                () = &mut stop => break,
                true = running.join_next() => {}
                () = ear.wait() => {}
                () = tokio::time::sleep(sleep) => {}
            }
        }
        self.drain(running, &release).await;
    }

    /// Claims as many jobs as there is room for, and says how long nothing will be due.
    async fn fill(&self, running: &mut Running, release: &watch::Receiver<bool>) -> Duration {
        let room = self.room(running);
        if room.limit > 0 {
            // Before the claim, so that the lease never lasts longer here than in storage.
            let held_until = Instant::now() + self.settings.lease;
            for job in self.claim(room).await {
                let kind = job.kind.clone();
                running.spawn(kind, self.hold(job, held_until, release.clone()).work());
            }
        }
        match self.room(running) {
            Room { limit: 0, .. } => self.settings.poll_interval,
            room => self.until_next_due(&room.full_kinds()).await,
        }
    }

    fn room(&self, running: &Running) -> Room {
        running.room(self.settings.concurrency, self.runner.bounds())
    }

    async fn claim(&self, room: Room) -> Vec<ClaimedJob> {
        let now = self.clock.now();
        let lease = LeaseToken::from_uuid(self.ids.random());
        let request = ClaimRequest {
            lease,
            now,
            leased_until: self.settings.leased_until(now),
            limit: room.limit,
            at_most: room.at_most,
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

    async fn until_next_due(&self, except: &[JobKind]) -> Duration {
        let due = self.source.next_due(except).await.ok().flatten();
        let wait = due.map_or(self.settings.poll_interval, |due| {
            due.since(self.clock.now())
        });
        wait.clamp(SHORTEST_SLEEP, self.settings.poll_interval)
    }

    async fn drain(&self, mut running: Running, release: &watch::Sender<bool>) {
        let all_done = async { while running.join_next().await {} };
        if tokio::time::timeout(self.settings.stop_grace, all_done)
            .await
            .is_err()
        {
            release.send_replace(true);
            while running.join_next().await {}
        }
    }
}
