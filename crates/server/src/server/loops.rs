//! Loops beside whatever else the process does.

use std::future::Future;
use std::time::Duration;

use application::Ports;
use application::caches::CacheKeeper;
use application::jobs::JobRunner;
use application::sessions::{ActivityLog, FlushActivity};
use tokio::sync::watch;
use tokio::task::JoinSet;
use worker::{Sweeper, SweeperSettings, Worker, WorkerSettings, flush_activity, keep_caches};

/// How often rows that nobody will ask for any more are removed.
const PURGE_INTERVAL: Duration = Duration::from_mins(5);

/// Loops that run until they are finished together.
pub(crate) struct Loops {
    stop: watch::Sender<()>,
    running: JoinSet<()>,
}

impl Loops {
    /// Starts what a worker does: jobs and the sweep.
    pub(crate) fn of_worker(ports: &Ports, session_interval: Duration) -> Self {
        let runner = JobRunner::new(ports, application::mail::handlers(ports));
        let worker = Worker::new(ports, runner, WorkerSettings::default());
        let sweeper = SweeperSettings {
            session_interval,
            purge_interval: PURGE_INTERVAL,
        };
        let sweeper = Sweeper::new(ports, sweeper);
        let (stop, mut running) = (watch::Sender::new(()), JoinSet::new());
        running.spawn(worker.run(told(&stop)));
        running.spawn(sweeper.run(told(&stop)));
        Self { stop, running }
    }

    /// Starts what serving needs: uses of sessions are written down, and copies follow the news.
    pub(crate) fn of_server(ports: &Ports, activity: &ActivityLog) -> Self {
        let flush = FlushActivity::new(ports, activity);
        let keeper = CacheKeeper::new(ports);
        let (stop, mut running) = (watch::Sender::new(()), JoinSet::new());
        running.spawn(flush_activity(flush, told(&stop)));
        running.spawn(keep_caches(keeper, told(&stop)));
        Self { stop, running }
    }

    /// Lets them end: jobs that run end or are released for others, and what waits is written (I13).
    pub(crate) async fn finish(mut self) {
        drop(self.stop);
        while let Some(ended) = self.running.join_next().await {
            if let Err(error) = ended {
                tracing::error!(%error, "a loop did not end well");
            }
        }
    }
}

/// Ready once the sender is gone.
fn told(stop: &watch::Sender<()>) -> impl Future<Output = ()> + use<> {
    let mut stopped = stop.subscribe();
    async move { while stopped.changed().await.is_ok() {} }
}
