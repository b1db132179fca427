//! Registrations of which only the number matters.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

use async_trait::async_trait;
use domain::ports::{
    AuditLog, JobQueue, RegistrationRepository, SessionRepository, StorageError, UnitOfWork,
    UnitOfWorkFactory, UserRepository,
};
use domain::registration::{Registration, RegistrationKey};
use domain::timestamp::Timestamp;

use super::ports::never;

/// How many flows are abandoned now, and whether storage says so. A clone is another handle.
#[derive(Clone, Default)]
pub(crate) struct AbandonedFlows(Arc<State>);

#[derive(Default)]
struct State {
    left: AtomicU64,
    is_away: AtomicBool,
}

impl AbandonedFlows {
    pub(crate) fn abandon(&self, count: u64) {
        self.0.left.fetch_add(count, Ordering::SeqCst);
    }

    pub(crate) fn left(&self) -> u64 {
        self.0.left.load(Ordering::SeqCst)
    }

    pub(crate) fn go_away(&self) {
        self.0.is_away.store(true, Ordering::SeqCst);
    }

    pub(crate) fn come_back(&self) {
        self.0.is_away.store(false, Ordering::SeqCst);
    }
}

struct Unit(AbandonedFlows);

#[async_trait]
impl UnitOfWorkFactory for AbandonedFlows {
    async fn begin(&self) -> Result<Box<dyn UnitOfWork>, StorageError> {
        if self.0.is_away.load(Ordering::SeqCst) {
            return Err(StorageError::Unavailable("away".to_owned()));
        }
        Ok(Box::new(Unit(self.clone())))
    }
}

#[async_trait]
impl UnitOfWork for Unit {
    fn users(&mut self) -> &mut dyn UserRepository {
        never()
    }

    fn registrations(&mut self) -> &mut dyn RegistrationRepository {
        self
    }

    fn sessions(&mut self) -> &mut dyn SessionRepository {
        never()
    }

    fn jobs(&mut self) -> &mut dyn JobQueue {
        never()
    }

    fn audit(&mut self) -> &mut dyn AuditLog {
        never()
    }

    async fn commit(self: Box<Self>) -> Result<(), StorageError> {
        Ok(())
    }
}

#[async_trait]
impl RegistrationRepository for Unit {
    async fn insert(&mut self, _: &Registration) -> Result<(), StorageError> {
        never()
    }

    async fn lock(&mut self, _: &RegistrationKey) -> Result<Option<Registration>, StorageError> {
        never()
    }

    async fn save(&mut self, _: &Registration) -> Result<(), StorageError> {
        never()
    }

    async fn purge_expired(&mut self, _: Timestamp, limit: u32) -> Result<u64, StorageError> {
        let left = self.0.left();
        let purged = left.min(u64::from(limit));
        self.0.0.left.store(left - purged, Ordering::SeqCst);
        Ok(purged)
    }
}
