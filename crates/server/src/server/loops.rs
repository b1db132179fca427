//! Loops beside whatever else the process does.

use std::future::Future;
use std::time::Duration;

use application::caches::CacheKeeper;
use application::jobs::JobRunner;
use application::schedules::Schedule;
use application::sessions::{ActivityLog, FlushActivity};
use application::{Ports, job_handlers};
use tokio::sync::watch;
use tokio::task::JoinSet;
use worker::{Scheduler, Sweeper, Worker, WorkerSettings, flush_activity, keep_caches};

use super::Certificates;
use crate::settings::Settings;

/// Loops that run until they are finished together.
pub(crate) struct Loops {
    stop: watch::Sender<()>,
    running: JoinSet<()>,
}

/// What a worker does beside jobs.
#[derive(Clone)]
pub(crate) struct WorkerDuties {
    /// How often sessions whose limit has come are looked for.
    sweep_interval: Duration,
    /// What is due by the clock.
    schedules: Vec<Schedule>,
}

impl WorkerDuties {
    pub(crate) fn of(settings: &Settings) -> Self {
        Self {
            sweep_interval: settings.sweep_interval,
            schedules: settings.schedules.schedules(),
        }
    }
}

impl Loops {
    /// Starts what a worker does: jobs, turns of schedules and the sweep.
    pub(crate) fn of_worker(ports: &Ports, duties: WorkerDuties) -> Self {
        let runner = JobRunner::new(ports, job_handlers(ports));
        let worker = Worker::new(ports, runner, WorkerSettings::default());
        let scheduler = Scheduler::new(ports, duties.schedules);
        let sweeper = Sweeper::new(ports, duties.sweep_interval);
        let (stop, mut running) = (watch::Sender::new(()), JoinSet::new());
        running.spawn(worker.run(told(&stop)));
        running.spawn(scheduler.run(told(&stop)));
        running.spawn(sweeper.run(told(&stop)));
        Self { stop, running }
    }

    /// Starts what serving needs: uses of sessions are written down, copies follow the news, and certificates follow
    /// their files.
    pub(crate) fn of_server(
        ports: &Ports,
        activity: &ActivityLog,
        certificates: Option<Certificates>,
    ) -> Self {
        let flush = FlushActivity::new(ports, activity);
        let keeper = CacheKeeper::new(ports);
        let (stop, mut running) = (watch::Sender::new(()), JoinSet::new());
        running.spawn(flush_activity(flush, told(&stop)));
        running.spawn(keep_caches(keeper, told(&stop)));
        if let Some(certificates) = certificates {
            running.spawn(certificates.follow_files(told(&stop)));
        }
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
