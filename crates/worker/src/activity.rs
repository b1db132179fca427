//! Writes down the uses of sessions that the hot path noted.

use std::future::Future;
use std::time::Duration;

use application::sessions::FlushActivity;
use tokio::time::{MissedTickBehavior, interval};

/// How often notes are written down (security.md 2.4).
const INTERVAL: Duration = Duration::from_secs(1);

/// Writes notes down until `stop` is ready, and what is left of them then. Every process that serves requests
/// needs it.
pub async fn flush_activity(flush: FlushActivity, stop: impl Future<Output = ()>) {
    let mut ticks = interval(INTERVAL);
    ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    tokio::pin!(stop);
    loop {
        tokio::select! {
            () = &mut stop => break,
            _ = ticks.tick() => write_down(&flush).await,
        }
    }
    write_down(&flush).await;
}

async fn write_down(flush: &FlushActivity) {
    if let Err(error) = flush.execute().await {
        tracing::warn!(%error, "uses of sessions could not be written down");
    }
}
