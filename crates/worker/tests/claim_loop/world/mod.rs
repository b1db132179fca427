//! A worker, jobs in memory, and a clock that follows the paused time.

mod chore;
mod clock;
mod jobs;
mod log;
mod news;
mod ports;
mod signals;
mod storage;
mod units;
mod used_session;

use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use application::Ports;
use application::caches::CacheKeeper;
use application::jobs::{JobHandlers, JobRunner};
use application::schedules::{CronExpression, Schedule};
use application::sessions::{ActivityLog, FlushActivity};
use domain::ports::{Clock, JobSignal};
use domain::schedule::ScheduleName;
use infra_memory::{MemoryCache, MemoryJobSignal};
use portico_worker::{Scheduler, Sweeper, Worker, WorkerSettings, flush_activity, keep_caches};
use tokio::sync::oneshot;
use tokio::task::JoinHandle;
use tokio::time::Instant;

pub(crate) use chore::{Chore, Journal};
use clock::PausedClock;
pub(crate) use jobs::InMemoryJobs;
pub(crate) use log::Log;
pub(crate) use news::{CutNews, Told, ToldCache};
pub(crate) use signals::{CutSignal, DeafSignal, LateSignal};
pub(crate) use storage::Storage;
pub(crate) use used_session::UsedSession;

/// Everything around a worker.
pub(crate) struct World {
    pub(crate) jobs: Arc<InMemoryJobs>,
    pub(crate) journal: Arc<Journal>,
    pub(crate) signal: Arc<dyn JobSignal>,
    pub(crate) settings: WorkerSettings,
    clock: Arc<PausedClock>,
    start: Instant,
}

/// A loop at work.
pub(crate) struct Working {
    stop: oneshot::Sender<()>,
    task: JoinHandle<()>,
}

/// Numbers of no set-up, so that no test depends on the defaults.
const SETTINGS: WorkerSettings = WorkerSettings {
    concurrency: 8,
    poll_interval: Duration::from_secs(5),
    lease: Duration::from_secs(30),
    leeway: Duration::from_secs(10),
    time_limit: Duration::from_mins(5),
    stop_grace: Duration::from_secs(20),
};

type Stop = Pin<Box<dyn Future<Output = ()> + Send>>;

/// A test that ends without stopping its worker drops the sender: never told is not stop.
async fn told(stopped: oneshot::Receiver<()>) {
    if stopped.await.is_err() {
        std::future::pending::<()>().await;
    }
}

/// A world in which nothing has happened yet.
pub(crate) fn a_world() -> World {
    let clock = Arc::new(PausedClock::start());
    World {
        jobs: Arc::new(InMemoryJobs::new(clock.clone())),
        journal: Arc::default(),
        signal: Arc::new(MemoryJobSignal::new()),
        settings: SETTINGS,
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
        self.start_worker_with(self.handlers())
    }

    /// Starts a worker whose clock is so much ahead.
    pub(crate) fn start_worker_ahead(&self, span: Duration) -> Working {
        let clock = Arc::new(PausedClock::start());
        clock.set_forward(span + self.age());
        let ports = ports::ports(&self.jobs, &self.signal, &clock);
        let runner = JobRunner::new(&ports, self.handlers());
        let worker = Worker::new(&ports, runner, self.settings);
        Working::start(|stop| worker.run(stop))
    }

    /// Those of chores.
    pub(crate) fn handlers(&self) -> JobHandlers {
        JobHandlers::default().with(chore::Performer::new(self.journal.clone()))
    }

    /// Starts a worker that does other jobs too.
    pub(crate) fn start_worker_with(&self, handlers: JobHandlers) -> Working {
        let ports = self.ports();
        let runner = JobRunner::new(&ports, handlers);
        let worker = Worker::new(&ports, runner, self.settings);
        Working::start(|stop| worker.run(stop))
    }

    /// Starts a worker and lets it come to rest.
    pub(crate) async fn start_idle_worker(&self) -> Working {
        let working = self.start_worker();
        tokio::time::sleep(Duration::from_millis(1_700)).await;
        working
    }

    /// The ports of this world; most of them would not answer.
    pub(crate) fn ports(&self) -> Ports {
        ports::ports(&self.jobs, &self.signal, &self.clock)
    }

    fn ports_over(&self, storage: &Storage) -> Ports {
        let mut ports = self.ports();
        ports.storage.units = Arc::new(storage.clone());
        ports
    }

    /// A sweeper that looks in this interval.
    pub(crate) fn start_sweeper(&self, storage: &Storage, interval: Duration) -> Working {
        let sweeper = Sweeper::new(&self.ports_over(storage), interval);
        Working::start(|stop| sweeper.run(stop))
    }

    /// A scheduler of chores that are due then.
    pub(crate) fn start_scheduler(&self, storage: &Storage, cron: &str) -> Working {
        let cron = CronExpression::parse(cron).expect("a cron expression");
        let name = ScheduleName::new("chores");
        let chores = Schedule::new(name, cron, vec![Chore::IsQuick]);
        let scheduler = Scheduler::new(&self.ports_over(storage), vec![chores]);
        Working::start(|stop| scheduler.run(stop))
    }

    pub(crate) fn set_clock_forward(&self, span: Duration) {
        self.clock.set_forward(span);
    }

    pub(crate) fn set_clock_back(&self, span: Duration) {
        self.clock.set_back(span);
    }

    /// Writes the uses in this log to this storage.
    pub(crate) fn start_flushing(&self, storage: &Storage, log: &ActivityLog) -> Working {
        let flush = FlushActivity::new(&self.ports_over(storage), log);
        Working::start(|stop| flush_activity(flush, stop))
    }

    /// Keeps these copies by this channel.
    pub(crate) fn start_keeping(&self, channel: &Arc<CutNews>, cache: &Arc<ToldCache>) -> Working {
        let mut ports = self.ports();
        ports.sessions.near = cache.clone();
        Self::start_keeping_over(ports, channel)
    }

    /// Keeps these cached lists by this channel.
    pub(crate) fn start_keeping_lists(
        &self,
        channel: &Arc<CutNews>,
        lists: &Arc<MemoryCache>,
    ) -> Working {
        let mut ports = self.ports();
        ports.cache.near = lists.clone();
        Self::start_keeping_over(ports, channel)
    }

    fn start_keeping_over(mut ports: Ports, channel: &Arc<CutNews>) -> Working {
        ports.sessions.invalidation = channel.clone();
        let keeper = CacheKeeper::new(&ports);
        Working::start(|stop| keep_caches(keeper, stop))
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
    fn start<F>(run: impl FnOnce(Stop) -> F) -> Self
    where
        F: Future<Output = ()> + Send + 'static,
    {
        let (stop, stopped) = oneshot::channel::<()>();
        let task = tokio::spawn(run(Box::pin(told(stopped))));
        Self { stop, task }
    }

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
