//! Clears away what has ended by itself, every so often.

use std::future::Future;
use std::time::Duration;

use application::registrations::PurgeExpiredRegistrations;
use tokio::time::{MissedTickBehavior, interval};

/// Sweeps in intervals. Nothing depends on it for safety: whatever has ended is refused on request too, so
/// two sweepers at once, or none for a while, harm nothing.
pub struct Sweeper {
    registrations: PurgeExpiredRegistrations,
    every: Duration,
}

impl Sweeper {
    /// Sweeps registrations that are over.
    #[must_use]
    pub const fn new(registrations: PurgeExpiredRegistrations, every: Duration) -> Self {
        Self {
            registrations,
            every,
        }
    }

    /// Sweeps until `stop` is ready.
    pub async fn run(self, stop: impl Future<Output = ()>) {
        let mut ticks = interval(self.every);
        ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
        tokio::pin!(stop);
        loop {
            tokio::select! {
                () = &mut stop => return,
                _ = ticks.tick() => self.sweep().await,
            }
        }
    }

    async fn sweep(&self) {
        match self.registrations.execute().await {
            Ok(0) => {}
            Ok(purged) => tracing::info!(purged, "expired registrations removed"),
            Err(error) => tracing::warn!(%error, "expired registrations could not be removed"),
        }
    }
}
