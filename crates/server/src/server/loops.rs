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
use super::loop_keeping::{Told, keep_going};
use crate::settings::Settings;

/// Loops that run until they are finished together.
#[derive(Default)]
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
        let mut loops = Self::default();
        let WorkerDuties {
            sweep_interval,
            schedules,
        } = duties;
        loops.keep("jobs", ports, move |ports, told| {
            let runner = JobRunner::new(ports, job_handlers(ports));
            Worker::new(ports, runner, WorkerSettings::default()).run(told.wait())
        });
        loops.keep("schedules", ports, move |ports, told| {
            Scheduler::new(ports, schedules.clone()).run(told.wait())
        });
        loops.keep("sweeper", ports, move |ports, told| {
            Sweeper::new(ports, sweep_interval).run(told.wait())
        });
        loops
    }

    /// Starts what serving needs: uses of sessions are written down, copies follow the news, and certificates follow
    /// their files.
    pub(crate) fn of_server(
        ports: &Ports,
        activity: &ActivityLog,
        certificates: Option<Certificates>,
    ) -> Self {
        let mut loops = Self::default();
        let activity = activity.clone();
        loops.keep("activity", ports, move |ports, told| {
            flush_activity(FlushActivity::new(ports, &activity), told.wait())
        });
        loops.keep("caches", ports, |ports, told| {
            keep_caches(CacheKeeper::new(ports), told.wait())
        });
        if let Some(certificates) = certificates {
            loops.keep("certificates", ports, move |_, told| {
                certificates.clone().follow_files(told.wait())
            });
        }
        loops
    }

    fn keep<F>(
        &mut self,
        name: &'static str,
        ports: &Ports,
        begin: impl Fn(&Ports, Told) -> F + Send + Sync + 'static,
    ) where
        F: Future<Output = ()> + Send + 'static,
    {
        let (ports, stop) = (ports.clone(), self.stop.subscribe());
        let begin = move |told| begin(&ports, told);
        self.running.spawn(keep_going(name, stop, begin));
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
