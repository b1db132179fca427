//! A worker, jobs in memory, and a clock that follows the paused time.

mod chore;
mod clock;
mod jobs;
mod ports;
mod signals;

use std::sync::Arc;
use std::time::Duration;

use application::jobs::{JobHandlers, JobRunner};
use domain::ports::{Clock, JobSignal};
use infra_memory::MemoryJobSignal;
use portico_worker::{Worker, WorkerSettings};
use tokio::sync::oneshot;
use tokio::task::JoinHandle;
use tokio::time::Instant;

pub(crate) use chore::{Chore, Journal};
use clock::PausedClock;
pub(crate) use jobs::InMemoryJobs;
pub(crate) use signals::{CutSignal, DeafSignal, LateSignal};

/// Everything around a worker.
pub(crate) struct World {
    pub(crate) jobs: Arc<InMemoryJobs>,
    pub(crate) journal: Arc<Journal>,
    pub(crate) signal: Arc<dyn JobSignal>,
    pub(crate) settings: WorkerSettings,
    clock: Arc<PausedClock>,
    start: Instant,
}

/// A worker at work.
pub(crate) struct Working {
    stop: oneshot::Sender<()>,
    task: JoinHandle<()>,
}

/// A world with the usual settings.
pub(crate) fn a_world() -> World {
    let clock = Arc::new(PausedClock::start());
    World {
        jobs: Arc::new(InMemoryJobs::new(clock.clone())),
        journal: Arc::default(),
        signal: Arc::new(MemoryJobSignal::new()),
        settings: WorkerSettings::default(),
        clock,
        start: Instant::now(),
    }
}

impl World {
    pub(crate) fn with(mut self, change: impl FnOnce(&mut WorkerSettings)) -> Self {
        change(&mut self.settings);
        self
    }

    pub(crate) fn with_signal(mut self, signal: Arc<dyn JobSignal>) -> Self {
        self.signal = signal;
        self
    }

    /// Starts a worker; several share the jobs, the journal and the signal.
    pub(crate) fn start_worker(&self) -> Working {
        let ports = ports::ports(&self.jobs, &self.signal, &self.clock);
        let handlers = JobHandlers::default().with(chore::Performer::new(self.journal.clone()));
        let runner = JobRunner::new(&ports, handlers);
        let (stop, stopped) = oneshot::channel::<()>();
        let worker = Worker::new(&ports, runner, self.settings);
        Working {
            stop,
            task: tokio::spawn(worker.run(async {
                // A test that ends without stopping its worker drops the sender: never told is not stop.
                if stopped.await.is_err() {
                    std::future::pending::<()>().await;
                }
            })),
        }
    }

    /// Starts a worker and lets it come to rest.
    pub(crate) async fn start_idle_worker(&self) -> Working {
        let working = self.start_worker();
        tokio::time::sleep(Duration::from_millis(1_700)).await;
        working
    }

    pub(crate) fn now(&self) -> domain::timestamp::Timestamp {
        self.clock.now()
    }

    /// How long this world has existed.
    pub(crate) fn age(&self) -> Duration {
        self.start.elapsed()
    }
}

impl Working {
    /// Asks the worker to stop.
    pub(crate) fn ask_to_stop(self) -> JoinHandle<()> {
        self.stop.send(()).expect("the worker is at work");
        self.task
    }

    /// Asks the worker to stop, and waits until it has.
    pub(crate) async fn stop(self) {
        self.ask_to_stop().await.expect("the worker ends well");
    }

    /// Ends the worker as a crash would: nothing is stored any more.
    pub(crate) fn crash(self) {
        self.task.abort();
    }
}
