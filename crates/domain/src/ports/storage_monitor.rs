//! Storage as those who watch over it see it.

use async_trait::async_trait;

use super::StorageError;
use crate::session::SessionCensus;
use crate::timestamp::Timestamp;

/// How many connections a process has to its database.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ConnectionCount {
    /// Open, and waiting to be used.
    pub idle: u32,
    /// In use.
    pub used: u32,
    /// How many there may be in all.
    pub most: u32,
}

/// Tells what only storage knows about how things stand. It decides nothing.
#[async_trait]
pub trait StorageMonitor: Send + Sync {
    /// Counts the sessions that are live at `now`, and tells since when the oldest of those should have been ended that
    /// were not. MUST read no session that was ended, however many are kept. (contract: `live_sessions_are_counted`)
    async fn sessions(&self, now: Timestamp) -> Result<SessionCensus, StorageError>;

    /// The connections of this process. MUST NOT wait, nor ask the database. (contract: `connections_are_counted`)
    fn connections(&self) -> ConnectionCount;
}
