//! Storage that fails at the call that a test names.

use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use async_trait::async_trait;
use domain::audit::AuditEvent;
use domain::job::NewJob;
use domain::password::PasswordHash;
use domain::ports::{
    AuditLog, JobQueue, RegistrationRepository, SessionQueries, SessionRepository, StorageError,
    UnitOfWork, UnitOfWorkFactory, UserQueries, UserRepository,
};
use domain::registration::{Registration, RegistrationKey};
use domain::session::{Session, SessionId, SessionWithUser};
use domain::timestamp::Timestamp;
use domain::user::{Email, LoginIdentifier, User, UserCredentials, UserInsertion};
use port_contracts::doubles::FixedClock;

/// Counts the calls to storage, and makes one of them fail, or the locks take their time.
pub(crate) struct Faults {
    clock: Arc<FixedClock>,
    lock_wait: Mutex<Duration>,
    calls: AtomicU32,
    failing: AtomicU32,
    is_lost: AtomicBool,
}

impl Faults {
    pub(crate) fn new(clock: Arc<FixedClock>) -> Self {
        Self {
            clock,
            lock_wait: Mutex::default(),
            calls: AtomicU32::new(0),
            failing: AtomicU32::new(0),
            is_lost: AtomicBool::new(false),
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

    fn pass(&self) -> Result<(), StorageError> {
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

pub(crate) struct FaultyReads {
    pub(crate) users: Arc<dyn UserQueries>,
    pub(crate) sessions: Arc<dyn SessionQueries>,
    pub(crate) faults: Arc<Faults>,
}

#[async_trait]
impl UserQueries for FaultyReads {
    async fn credentials(
        &self,
        identifier: &LoginIdentifier,
    ) -> Result<Option<UserCredentials>, StorageError> {
        self.faults.pass()?;
        self.users.credentials(identifier).await
    }

    async fn email_is_taken(&self, email: &Email) -> Result<bool, StorageError> {
        self.faults.pass()?;
        self.users.email_is_taken(email).await
    }
}

#[async_trait]
impl SessionQueries for FaultyReads {
    async fn find(&self, id: SessionId) -> Result<Option<SessionWithUser>, StorageError> {
        self.faults.pass()?;
        self.sessions.find(id).await
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
