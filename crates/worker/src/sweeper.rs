//! Ends sessions whose limit has come, every so often.

use std::future::Future;
use std::time::Duration;

use application::Ports;
use application::sessions::SweepSessions;
use tokio::time::{MissedTickBehavior, interval};

use crate::instruments::count_sweep;

/// The service that constantly checks the sessions of all users. Nothing depends on it for safety: whatever has ended is
/// refused on request too, so two sweepers at once, or none for a while, harm nothing.
pub struct Sweeper {
    sessions: SweepSessions,
    interval: Duration,
}

impl Sweeper {
    /// Makes a sweeper over these adapters. It looks in this interval, which may not be zero: a session is closed within
    /// two of them from its limit on (section 2.9).
    #[must_use]
    pub fn new(ports: &Ports, interval: Duration) -> Self {
        Self {
            sessions: SweepSessions::new(ports),
            interval,
        }
    }

    /// Sweeps until `stop` is ready.
    pub async fn run(self, stop: impl Future<Output = ()>) {
        let mut sweeps = interval(self.interval);
        // What an outage made it miss is not made up for: the next look finds it all.
        sweeps.set_missed_tick_behavior(MissedTickBehavior::Delay);
        tokio::pin!(stop);
        loop {
            tokio::select! {
                () = &mut stop => return,
                _ = sweeps.tick() => self.sweep().await,
            }
        }
    }

    async fn sweep(&self) {
        let swept = self.sessions.execute().await;
        count_sweep(&swept);
        match swept {
            Ok(swept) if swept.ended == 0 => {}
            Ok(swept) => {
                tracing::info!(ended = swept.ended, lag = ?swept.lag, "expired sessions ended");
            }
            Err(error) => tracing::warn!(%error, "expired sessions could not be ended"),
        }
    }
}
