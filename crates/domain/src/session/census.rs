//! Sessions in numbers, for those who watch over them.

use std::time::Duration;

use crate::timestamp::Timestamp;

/// All sessions that were not ended, at one moment.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct SessionCensus {
    /// How many are live.
    pub live: u64,
    /// When the limit of the first one came that is over and was not ended yet.
    pub overdue_since: Option<Timestamp>,
}

impl SessionCensus {
    /// How far behind the sweep is; nothing while none is overdue (security.md 2.9).
    #[must_use]
    pub fn sweep_lag(&self, now: Timestamp) -> Duration {
        let behind = self.overdue_since.map(|since| now.since(since));
        behind.unwrap_or_default()
    }
}
