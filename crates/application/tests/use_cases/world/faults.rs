//! Storage that fails at the call that a test names.

use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use async_trait::async_trait;
use domain::audit::AuditEvent;
use domain::job::NewJob;
use domain::password::PasswordHash;
use domain::ports::{
    AuditLog, JobQueue, RegistrationRepository, SessionRepository, StorageError,
    ThrottleRepository, UnitOfWork, UnitOfWorkFactory, UserRepository,
};
use domain::registration::{Registration, RegistrationKey};
use domain::session::{RevocationReason, Session, SessionActivity, SessionId, SessionWithUser};
use domain::throttle::{Throttle, ThrottleKey};
use domain::timestamp::Timestamp;
use domain::user::{User, UserId, UserInsertion};
use port_contracts::doubles::FixedClock;

/// Counts the calls to storage, and makes one of them fail, or the locks take their time.
pub(crate) struct Faults {
    clock: Arc<FixedClock>,
    lock_wait: Mutex<Duration>,
    calls: AtomicU32,
    failing: AtomicU32,
    is_lost: AtomicBool,
    locked_throttles: Mutex<Vec<ThrottleKey>>,
}

impl Faults {
    pub(crate) fn new(clock: Arc<FixedClock>) -> Self {
        Self {
            clock,
            lock_wait: Mutex::default(),
            calls: AtomicU32::new(0),
            failing: AtomicU32::new(0),
            is_lost: AtomicBool::new(false),
            locked_throttles: Mutex::default(),
        }
    }

    /// Lets so much time go by while a unit waits for a registration, from now on.
    pub(crate) fn locks_take(&self, wait: Duration) {
        *self.lock_wait.lock().expect("no panic under the lock") = wait;
    }

    fn wait_for_lock(&self) {
        let wait = self.lock_wait.lock().expect("no panic under the lock");
        self.clock.advance(*wait);
    }

    /// Lets the call of this number fail, counted from 1 and from now.
    pub(crate) fn fail_at(&self, call: u32) {
        self.calls.store(0, Ordering::SeqCst);
        self.failing.store(call, Ordering::SeqCst);
    }

    /// Lets no call fail.
    pub(crate) fn heal(&self) {
        self.fail_at(0);
    }

    /// Lets every call fail from now on.
    pub(crate) fn lose_storage(&self) {
        self.is_lost.store(true, Ordering::SeqCst);
    }

    /// How many calls there were since [`fail_at`](Self::fail_at) or [`heal`](Self::heal).
    pub(crate) fn calls(&self) -> u32 {
        self.calls.load(Ordering::SeqCst)
    }

    /// Which throttles were locked since the last time, in their order.
    pub(crate) fn take_locked_throttles(&self) -> Vec<ThrottleKey> {
        let mut locked = self
            .locked_throttles
            .lock()
            .expect("no panic under the lock");
        std::mem::take(&mut *locked)
    }

    fn note_locked(&self, key: ThrottleKey) {
        let mut locked = self
            .locked_throttles
            .lock()
            .expect("no panic under the lock");
        locked.push(key);
    }

    pub(super) fn pass(&self) -> Result<(), StorageError> {
        let call = self.calls.fetch_add(1, Ordering::SeqCst) + 1;
        if self.is_lost.load(Ordering::SeqCst) || call == self.failing.load(Ordering::SeqCst) {
            Err(StorageError::Unavailable(format!(
                "call {call} was to fail"
            )))
        } else {
            Ok(())
        }
    }
}

pub(crate) struct FaultyUnits {
    pub(crate) inner: Arc<dyn UnitOfWorkFactory>,
    pub(crate) faults: Arc<Faults>,
}

#[async_trait]
impl UnitOfWorkFactory for FaultyUnits {
    async fn begin(&self) -> Result<Box<dyn UnitOfWork>, StorageError> {
        self.faults.pass()?;
        Ok(Box::new(FaultyUnit {
            inner: self.inner.begin().await?,
            faults: self.faults.clone(),
        }))
    }
}

/// A unit and all of its repositories.
struct FaultyUnit {
    inner: Box<dyn UnitOfWork>,
    faults: Arc<Faults>,
}

#[async_trait]
impl UnitOfWork for FaultyUnit {
    fn users(&mut self) -> &mut dyn UserRepository {
        self
    }

    fn registrations(&mut self) -> &mut dyn RegistrationRepository {
        self
    }

    fn sessions(&mut self) -> &mut dyn SessionRepository {
        self
    }

    fn throttles(&mut self) -> &mut dyn ThrottleRepository {
        self
    }

    fn jobs(&mut self) -> &mut dyn JobQueue {
        self
    }

    fn audit(&mut self) -> &mut dyn AuditLog {
        self
    }

    async fn commit(self: Box<Self>) -> Result<(), StorageError> {
        self.faults.pass()?;
        self.inner.commit().await
    }
}

#[async_trait]
impl UserRepository for FaultyUnit {
    async fn insert(
        &mut self,
        user: &User,
        password: Option<&PasswordHash>,
    ) -> Result<UserInsertion, StorageError> {
        self.faults.pass()?;
        self.inner.users().insert(user, password).await
    }

    async fn rehash(
        &mut self,
        user: UserId,
        old: &PasswordHash,
        new: &PasswordHash,
    ) -> Result<bool, StorageError> {
        self.faults.pass()?;
        self.inner.users().rehash(user, old, new).await
    }
}

#[async_trait]
impl RegistrationRepository for FaultyUnit {
    async fn insert(&mut self, registration: &Registration) -> Result<(), StorageError> {
        self.faults.pass()?;
        self.inner.registrations().insert(registration).await
    }

    async fn lock(&mut self, key: &RegistrationKey) -> Result<Option<Registration>, StorageError> {
        self.faults.pass()?;
        self.faults.wait_for_lock();
        self.inner.registrations().lock(key).await
    }

    async fn save(&mut self, registration: &Registration) -> Result<(), StorageError> {
        self.faults.pass()?;
        self.inner.registrations().save(registration).await
    }

    async fn purge_expired(&mut self, now: Timestamp, limit: u32) -> Result<u64, StorageError> {
        self.faults.pass()?;
        self.inner.registrations().purge_expired(now, limit).await
    }
}

#[async_trait]
impl SessionRepository for FaultyUnit {
    async fn insert(&mut self, session: &Session) -> Result<(), StorageError> {
        self.faults.pass()?;
        self.inner.sessions().insert(session).await
    }

    async fn lock(&mut self, id: SessionId) -> Result<Option<SessionWithUser>, StorageError> {
        self.faults.pass()?;
        self.inner.sessions().lock(id).await
    }

    async fn save(&mut self, session: &Session) -> Result<(), StorageError> {
        self.faults.pass()?;
        self.inner.sessions().save(session).await
    }

    async fn displace(
        &mut self,
        user: UserId,
        keep: u32,
        now: Timestamp,
    ) -> Result<Vec<SessionId>, StorageError> {
        self.faults.pass()?;
        self.inner.sessions().displace(user, keep, now).await
    }

    async fn revoke_all(
        &mut self,
        user: UserId,
        except: Option<SessionId>,
        reason: RevocationReason,
        now: Timestamp,
    ) -> Result<Vec<SessionId>, StorageError> {
        self.faults.pass()?;
        let sessions = self.inner.sessions();
        sessions.revoke_all(user, except, reason, now).await
    }

    async fn record_activity(&mut self, activity: &[SessionActivity]) -> Result<(), StorageError> {
        self.faults.pass()?;
        self.inner.sessions().record_activity(activity).await
    }

    async fn sweep_expired(
        &mut self,
        now: Timestamp,
        limit: u32,
    ) -> Result<Vec<Session>, StorageError> {
        self.faults.pass()?;
        self.inner.sessions().sweep_expired(now, limit).await
    }
}

#[async_trait]
impl ThrottleRepository for FaultyUnit {
    async fn lock(&mut self, key: &ThrottleKey) -> Result<Option<Throttle>, StorageError> {
        self.faults.pass()?;
        self.faults.note_locked(*key);
        self.inner.throttles().lock(key).await
    }

    async fn save(
        &mut self,
        throttle: &Throttle,
        forgettable_at: Timestamp,
    ) -> Result<(), StorageError> {
        self.faults.pass()?;
        self.inner.throttles().save(throttle, forgettable_at).await
    }

    async fn remove(&mut self, key: &ThrottleKey) -> Result<(), StorageError> {
        self.faults.pass()?;
        self.inner.throttles().remove(key).await
    }

    async fn purge(&mut self, now: Timestamp, limit: u32) -> Result<u64, StorageError> {
        self.faults.pass()?;
        self.inner.throttles().purge(now, limit).await
    }
}

#[async_trait]
impl JobQueue for FaultyUnit {
    async fn enqueue(&mut self, job: &NewJob) -> Result<bool, StorageError> {
        self.faults.pass()?;
        self.inner.jobs().enqueue(job).await
    }
}

#[async_trait]
impl AuditLog for FaultyUnit {
    async fn append(&mut self, event: &AuditEvent) -> Result<(), StorageError> {
        self.faults.pass()?;
        self.inner.audit().append(event).await
    }
}
