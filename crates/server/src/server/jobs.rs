//! Background jobs beside whatever else the process does.

use application::Ports;
use application::jobs::JobRunner;
use tokio::sync::oneshot;
use tokio::task::JoinHandle;
use worker::{Worker, WorkerSettings};

/// A worker that runs.
pub(crate) struct Jobs {
    stop: oneshot::Sender<()>,
    running: JoinHandle<()>,
}

impl Jobs {
    /// Starts to do jobs.
    pub(crate) fn start(ports: &Ports) -> Self {
        let runner = JobRunner::new(ports, application::mail::handlers(ports));
        let worker = Worker::new(ports, runner, WorkerSettings::default());
        let (stop, stopped) = oneshot::channel();
        let running = tokio::spawn(worker.run(async {
            let _ = stopped.await;
        }));
        Self { stop, running }
    }

    /// Takes no more jobs; those that run end, or are released for others (I13).
    pub(crate) async fn finish(self) {
        drop(self.stop);
        if let Err(error) = self.running.await {
            tracing::error!(%error, "the worker did not end well");
        }
    }
}
