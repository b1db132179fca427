//! When files whose time is over are removed.

use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Duration;

use domain::timestamp::Timestamp;

/// Pages live for about as long.
const INTERVAL: Duration = Duration::from_mins(1);

/// Says once in an interval that a sweep is due: at first at once, for what an earlier process has left.
#[derive(Default)]
pub(crate) struct SweepTimer(AtomicI64);

impl SweepTimer {
    /// Whether the caller is the one to sweep now.
    pub(crate) fn is_due(&self, now: Timestamp) -> bool {
        let last = self.0.load(Ordering::Relaxed);
        if now.since(Timestamp::from_unix_micros(last)) < INTERVAL {
            return false;
        }
        let (now, relaxed) = (now.unix_micros(), Ordering::Relaxed);
        let swept = self.0.compare_exchange(last, now, relaxed, relaxed);
        swept.is_ok()
    }
}
