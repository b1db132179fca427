//! What the process asks of the operating system.

use std::time::Duration;

use tokio::signal::unix::{Signal, SignalKind, signal};

use crate::error::ServerError;
use crate::server::Certificates;

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

/// The request to read again what can change while the server runs: `SIGHUP`.
pub(crate) struct ReloadSignal(Signal);

impl ReloadSignal {
    /// Takes the signal over: from now on it no longer ends the process.
    ///
    /// # Errors
    /// When the operating system refuses.
    pub(crate) fn install() -> Result<Self, ServerError> {
        on(SignalKind::hangup()).map(Self)
    }

    /// Reads the certificate again at every request. Without one there is nothing to read.
    pub(crate) async fn follow(mut self, certificates: Option<Certificates>) {
        while self.0.recv().await.is_some() {
            if let Some(certificates) = &certificates {
                certificates.reload();
            } else {
                tracing::info!("nothing that can be read again is configured");
            }
        }
    }
}

fn on(kind: SignalKind) -> Result<Signal, ServerError> {
    signal(kind).map_err(|error| ServerError::failed("signals", error))
}
