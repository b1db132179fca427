//! Background jobs beside whatever else the process does.

use std::future::Future;
use std::time::Duration;

use application::Ports;
use application::jobs::JobRunner;
use application::registrations::PurgeExpiredRegistrations;
use tokio::sync::watch;
use tokio::task::JoinSet;
use worker::{Sweeper, Worker, WorkerSettings};

/// How often what has ended by itself is cleared away.
const SWEEP_INTERVAL: Duration = Duration::from_mins(5);

/// The loops of a worker: jobs and the sweep.
pub(crate) struct Jobs {
    stop: watch::Sender<()>,
    running: JoinSet<()>,
}

impl Jobs {
    /// Starts to do jobs and to sweep.
    pub(crate) fn start(ports: &Ports) -> Self {
        let (stop, _) = watch::channel(());
        let runner = JobRunner::new(ports, application::mail::handlers(ports));
        let worker = Worker::new(ports, runner, WorkerSettings::default());
        let sweeper = Sweeper::new(PurgeExpiredRegistrations::new(ports), SWEEP_INTERVAL);
        let mut running = JoinSet::new();
        running.spawn(worker.run(told(&stop)));
        running.spawn(sweeper.run(told(&stop)));
        Self { stop, running }
    }

    /// Takes no more jobs; those that run end, or are released for others (I13).
    pub(crate) async fn finish(mut self) {
        drop(self.stop);
        while let Some(ended) = self.running.join_next().await {
            if let Err(error) = ended {
                tracing::error!(%error, "a worker's loop did not end well");
            }
        }
    }
}

/// Ready once the sender is gone.
fn told(stop: &watch::Sender<()>) -> impl Future<Output = ()> + use<> {
    let mut stopped = stop.subscribe();
    async move { while stopped.changed().await.is_ok() {} }
}
