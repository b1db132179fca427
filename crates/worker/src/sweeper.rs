//! Clears away what has ended by itself, every so often.

use std::future::Future;
use std::time::Duration;

use application::Ports;
use application::purge::{Leftover, Purge};
use application::sessions::SweepSessions;
use tokio::time::{Interval, MissedTickBehavior, interval};

/// How often the sweeper looks. Neither may be zero.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SweeperSettings {
    /// For sessions whose limit has come: each is closed within two of these intervals (section 2.9).
    pub session_interval: Duration,
    /// For rows that nobody will ask for any more: every [`Leftover`].
    pub purge_interval: Duration,
}

/// The service that constantly checks the sessions of all users, and removes rows whose time is over. Nothing
/// depends on it for safety: whatever has ended is refused on request too, so two sweepers at once, or none
/// for a while, harm nothing.
pub struct Sweeper {
    sessions: SweepSessions,
    leftovers: Purge,
    settings: SweeperSettings,
}

impl Sweeper {
    /// Makes a sweeper over these adapters.
    #[must_use]
    pub fn new(ports: &Ports, settings: SweeperSettings) -> Self {
        Self {
            sessions: SweepSessions::new(ports),
            leftovers: Purge::new(ports),
            settings,
        }
    }

    /// Sweeps until `stop` is ready.
    pub async fn run(self, stop: impl Future<Output = ()>) {
        let mut sweeps = every(self.settings.session_interval);
        let mut purges = every(self.settings.purge_interval);
        tokio::pin!(stop);
        loop {
            tokio::select! {
                () = &mut stop => return,
                _ = sweeps.tick() => self.sweep().await,
                _ = purges.tick() => self.purge().await,
            }
        }
    }

    async fn sweep(&self) {
        match self.sessions.execute().await {
            Ok(swept) if swept.ended == 0 => {}
            Ok(swept) => {
                tracing::info!(ended = swept.ended, lag = ?swept.lag, "expired sessions ended");
            }
            Err(error) => tracing::warn!(%error, "expired sessions could not be ended"),
        }
    }

    async fn purge(&self) {
        for leftover in Leftover::ALL {
            match self.leftovers.execute(leftover).await {
                Ok(0) => {}
                Ok(purged) => tracing::info!(%leftover, purged, "what was over was removed"),
                Err(error) => tracing::warn!(%leftover, %error, "what is over was not removed"),
            }
        }
    }
}

/// What an outage made it miss is not made up for: the next look finds it all.
fn every(period: Duration) -> Interval {
    let mut ticks = interval(period);
    ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    ticks
}
