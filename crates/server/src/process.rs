//! What the process asks of the operating system.

use std::time::Duration;

use tokio::signal::unix::{Signal, SignalKind, signal};

use crate::error::ServerError;

/// Orchestrators kill what is still there after 30 seconds (I13).
const LONGEST_STOP: Duration = Duration::from_secs(28);

/// The requests to stop: `SIGTERM` and `SIGINT`.
pub(crate) struct StopSignals {
    terminate: Signal,
    interrupt: Signal,
}

impl StopSignals {
    /// Takes the signals over: from now on they no longer end the process.
    ///
    /// # Errors
    /// When the operating system refuses.
    pub(crate) fn install() -> Result<Self, ServerError> {
        let on = |kind| signal(kind).map_err(|error| ServerError::failed("signals", error));
        Ok(Self {
            terminate: on(SignalKind::terminate())?,
            interrupt: on(SignalKind::interrupt())?,
        })
    }

    /// Waits for the first request to stop. A second one, or a stop that takes too long, ends the process
    /// at once (I13).
    pub(crate) async fn first(mut self) {
        self.next().await;
        tracing::info!("stopping");
        tokio::spawn(async move {
            let _ = tokio::time::timeout(LONGEST_STOP, self.next()).await;
            tracing::error!("stopped before everything had ended");
            std::process::exit(1);
        });
    }

    async fn next(&mut self) {
        tokio::select! {
            _ = self.terminate.recv() => {}
            _ = self.interrupt.recv() => {}
        }
    }
}
