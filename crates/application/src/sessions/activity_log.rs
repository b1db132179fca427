//! Uses of sessions, noted on the hot path and written down later (security.md 2.4).

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use domain::ports::{Clock, StorageError, UnitOfWorkFactory};
use domain::session::{SessionActivity, SessionId};
use domain::timestamp::Timestamp;

use crate::Ports;
use crate::batches::BATCH;

/// How many sessions wait to be written at the most; what is beyond is dropped, which only widens a grace.
const CAPACITY: usize = 100_000;

/// How long it is remembered what was written: no session is worth a write more seldom.
const MEMORY: Duration = Duration::from_mins(1);

/// Notes that wait, one for each session.
#[derive(Clone, Default)]
pub struct ActivityLog(Arc<Mutex<Notes>>);

#[derive(Default)]
struct Notes {
    waiting: HashMap<SessionId, SessionActivity>,
    /// What the copies of sessions may not know yet.
    written: HashMap<SessionId, SessionActivity>,
}

impl Notes {
    fn add(&mut self, activity: SessionActivity) {
        let waiting = &mut self.waiting;
        if waiting.len() < CAPACITY || waiting.contains_key(&activity.session) {
            waiting
                .entry(activity.session)
                .and_modify(|earlier| *earlier = earlier.merged_with(activity))
                .or_insert(activity);
        }
    }
}

impl ActivityLog {
    /// Notes a use, unless its like was written down less than `interval` ago. It never waits for storage.
    pub(crate) fn note(&self, activity: SessionActivity, interval: Duration) {
        let mut notes = self.notes();
        let written = notes.written.get(&activity.session);
        if written.is_some_and(|written| says_as_much(written, &activity, interval)) {
            return;
        }
        notes.add(activity);
    }

    /// Keeps notes that were taken for the next time.
    fn put_back(&self, taken: impl Iterator<Item = SessionActivity>) {
        let mut notes = self.notes();
        taken.for_each(|note| notes.add(note));
    }

    fn take(&self) -> Vec<SessionActivity> {
        let mut notes = self.notes();
        notes.waiting.drain().map(|(_, note)| note).collect()
    }

    /// Remembers what was written, and forgets what every copy knows by now.
    fn remember(&self, written: &[SessionActivity], now: Timestamp) {
        let memory = &mut self.notes().written;
        memory.retain(|_, note| now.since(note.last_seen_at) < MEMORY);
        let room = CAPACITY.saturating_sub(memory.len());
        memory.extend(written.iter().take(room).map(|note| (note.session, *note)));
    }

    fn notes(&self) -> MutexGuard<'_, Notes> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn says_as_much(written: &SessionActivity, use_of: &SessionActivity, interval: Duration) -> bool {
    let token = |note: &SessionActivity| note.acknowledged.map(|(token, _)| token);
    let acknowledges_anew = token(use_of).is_some() && token(use_of) != token(written);
    !acknowledges_anew && use_of.last_seen_at.since(written.last_seen_at) < interval
}

/// Writes the notes down; run it about once a second, and once more at the end.
#[derive(Clone)]
pub struct FlushActivity {
    log: ActivityLog,
    units: Arc<dyn UnitOfWorkFactory>,
    clock: Arc<dyn Clock>,
}

impl FlushActivity {
    /// Writes the notes of `log`.
    #[must_use]
    pub fn new(ports: &Ports, log: &ActivityLog) -> Self {
        Self {
            log: log.clone(),
            units: ports.storage.units.clone(),
            clock: ports.system.clock.clone(),
        }
    }

    /// Writes what waits, batch by batch; says how many sessions were used.
    ///
    /// # Errors
    /// When storage is away: what is not written yet waits for the next time. A batch that storage cannot take at
    /// all is lost, which only widens a grace; the others are written.
    pub async fn execute(&self) -> Result<usize, StorageError> {
        let mut rest = self.log.take();
        let (mut written, mut outcome) = (0, Ok(()));
        while !rest.is_empty() {
            let batch = rest.split_off(rest.len().saturating_sub(BATCH as usize));
            match self.write(&batch).await {
                Ok(()) => written += batch.len(),
                Err(error @ StorageError::Unavailable(_)) => {
                    self.log.put_back(rest.into_iter().chain(batch));
                    return Err(error);
                }
                Err(error) => {
                    tracing::error!(%error, sessions = batch.len(), "uses of sessions are lost");
                    outcome = Err(error);
                }
            }
        }
        outcome.map(|()| written)
    }

    async fn write(&self, batch: &[SessionActivity]) -> Result<(), StorageError> {
        let mut unit = self.units.begin().await?;
        unit.sessions().record_activity(batch).await?;
        unit.commit().await?;
        self.log.remember(batch, self.clock.now());
        Ok(())
    }
}
