//! Uses of sessions, noted on the hot path and written down later (security.md 2.4).

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use domain::ports::{StorageError, UnitOfWorkFactory};
use domain::session::{SessionActivity, SessionId};

use crate::Ports;

/// How many sessions wait to be written at the most; what is beyond is dropped, which only widens a grace.
const CAPACITY: usize = 100_000;

/// Notes that wait, one for each session.
#[derive(Clone, Default)]
pub struct ActivityLog(Arc<Mutex<HashMap<SessionId, SessionActivity>>>);

impl ActivityLog {
    /// Notes a use. It never waits for storage.
    pub(crate) fn note(&self, activity: SessionActivity) {
        let mut waiting = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if waiting.len() < CAPACITY || waiting.contains_key(&activity.session) {
            waiting
                .entry(activity.session)
                .and_modify(|earlier| *earlier = earlier.merged_with(activity))
                .or_insert(activity);
        }
    }

    fn take(&self) -> Vec<SessionActivity> {
        let mut waiting = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        waiting.drain().map(|(_, activity)| activity).collect()
    }
}

/// Writes the notes down; run it about once a second, and once more at the end.
#[derive(Clone)]
pub struct FlushActivity {
    log: ActivityLog,
    units: Arc<dyn UnitOfWorkFactory>,
}

impl FlushActivity {
    /// Writes the notes of `log`.
    #[must_use]
    pub fn new(ports: &Ports, log: &ActivityLog) -> Self {
        Self {
            log: log.clone(),
            units: ports.storage.units.clone(),
        }
    }

    /// Writes what waits; says how many sessions were used.
    ///
    /// # Errors
    /// When storage fails; those notes are lost, which only widens a grace.
    pub async fn execute(&self) -> Result<usize, StorageError> {
        let activity = self.log.take();
        if activity.is_empty() {
            return Ok(0);
        }
        let mut unit = self.units.begin().await?;
        unit.sessions().record_activity(&activity).await?;
        unit.commit().await?;
        Ok(activity.len())
    }
}
