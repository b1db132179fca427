//! Storage of which only little matters: sessions that are over, uses that were written down, turns that were taken.

use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard};

use async_trait::async_trait;
use domain::audit::AuditEvent;
use domain::job::NewJob;
use domain::ports::{
    AuditLog, EmailChangeRepository, ExportRepository, IdempotencyRepository, ItemRepository,
    JobDesk, JobQueue, PasswordResetRepository, QuestionRepository, RegistrationRepository,
    ScheduleRepository, SessionRepository, StorageError, ThrottleRepository, UnitOfWork,
    UnitOfWorkFactory, UserInfoRepository, UserRepository,
};
use domain::schedule::{ScheduleName, Slot};
use domain::session::{RevocationReason, Session, SessionActivity, SessionId, SessionWithUser};
use domain::timestamp::Timestamp;
use domain::user::UserId;
use port_contracts::fixtures::{a_session_of, a_user};

use super::ports::never;

/// A clone is another handle.
#[derive(Clone, Default)]
pub(crate) struct Storage(Arc<State>);

#[derive(Default)]
struct State {
    overdue: AtomicU64,
    uses: Mutex<Vec<SessionActivity>>,
    turns: Mutex<Vec<Slot>>,
    jobs: Mutex<Vec<NewJob>>,
    is_away: AtomicBool,
}

impl Storage {
    /// So many sessions are over.
    pub(crate) fn put_overdue(&self, sessions: u64) {
        self.0.overdue.store(sessions, Ordering::SeqCst);
    }

    pub(crate) fn overdue(&self) -> u64 {
        self.0.overdue.load(Ordering::SeqCst)
    }

    /// The sessions of which a use was written, one entry for each time.
    pub(crate) fn used(&self) -> Vec<SessionId> {
        let uses = lock(&self.0.uses);
        uses.iter().map(|activity| activity.session).collect()
    }

    /// When the turns that were taken were due, in the order in which they were.
    pub(crate) fn turns(&self) -> Vec<Timestamp> {
        lock(&self.0.turns).iter().map(|slot| slot.at).collect()
    }

    /// The jobs that turns enqueued.
    pub(crate) fn jobs(&self) -> Vec<NewJob> {
        lock(&self.0.jobs).clone()
    }

    pub(crate) fn go_away(&self) {
        self.0.is_away.store(true, Ordering::SeqCst);
    }

    pub(crate) fn come_back(&self) {
        self.0.is_away.store(false, Ordering::SeqCst);
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().expect("no panic under the lock")
}

#[async_trait]
impl UnitOfWorkFactory for Storage {
    async fn begin(&self) -> Result<Box<dyn UnitOfWork>, StorageError> {
        if self.0.is_away.load(Ordering::SeqCst) {
            return Err(StorageError::Unavailable("away".to_owned()));
        }
        Ok(Box::new(self.clone()))
    }
}

/// The repositories that the loops ask, and those that they have no business with.
macro_rules! unit {
    (asked: $($asked:ident -> $asked_port:ident),+; not: $($other:ident -> $port:ident),+) => {
        #[async_trait]
        impl UnitOfWork for Storage {
            $(fn $asked(&mut self) -> &mut dyn $asked_port {
                self
            })+

            $(fn $other(&mut self) -> &mut dyn $port {
                never()
            })+

            async fn commit(self: Box<Self>) -> Result<(), StorageError> {
                Ok(())
            }
        }
    };
}

unit! {
    asked: sessions -> SessionRepository, jobs -> JobQueue, schedules -> ScheduleRepository,
        audit -> AuditLog;
    not: users -> UserRepository, registrations -> RegistrationRepository,
        password_resets -> PasswordResetRepository, email_changes -> EmailChangeRepository,
        items -> ItemRepository, questions -> QuestionRepository, user_infos -> UserInfoRepository,
        exports -> ExportRepository, idempotency -> IdempotencyRepository,
        throttles -> ThrottleRepository, job_desk -> JobDesk
}

#[async_trait]
impl AuditLog for Storage {
    async fn append(&mut self, _: &AuditEvent) -> Result<(), StorageError> {
        Ok(())
    }
}

#[async_trait]
impl ScheduleRepository for Storage {
    async fn take(&mut self, slot: Slot, now: Timestamp) -> Result<bool, StorageError> {
        let mut turns = lock(&self.0.turns);
        let farthest = now.plus(Slot::FARTHEST);
        let gives_way = |newest: &Slot| newest.at < slot.at || newest.at > farthest;
        let is_newer = turns.last().is_none_or(gives_way);
        if is_newer {
            turns.push(slot);
        }
        Ok(is_newer)
    }

    async fn newest(&mut self, _: ScheduleName) -> Result<Option<Timestamp>, StorageError> {
        Ok(lock(&self.0.turns).last().map(|slot| slot.at))
    }
}

#[async_trait]
impl JobQueue for Storage {
    async fn enqueue(&mut self, job: &NewJob) -> Result<bool, StorageError> {
        lock(&self.0.jobs).push(job.clone());
        Ok(true)
    }
}

#[async_trait]
impl SessionRepository for Storage {
    async fn insert(&mut self, _: &Session) -> Result<(), StorageError> {
        never()
    }

    async fn lock(&mut self, _: SessionId) -> Result<Option<SessionWithUser>, StorageError> {
        never()
    }

    async fn save(&mut self, _: &Session) -> Result<(), StorageError> {
        never()
    }

    async fn displace(
        &mut self,
        _: UserId,
        _: u32,
        _: Timestamp,
    ) -> Result<Vec<Session>, StorageError> {
        never()
    }

    async fn revoke_all(
        &mut self,
        _: UserId,
        _: Option<SessionId>,
        _: RevocationReason,
        _: Timestamp,
    ) -> Result<Vec<SessionId>, StorageError> {
        never()
    }

    async fn record_activity(&mut self, activity: &[SessionActivity]) -> Result<(), StorageError> {
        lock(&self.0.uses).extend(activity);
        Ok(())
    }

    async fn sweep_expired(
        &mut self,
        now: Timestamp,
        limit: u32,
    ) -> Result<Vec<Session>, StorageError> {
        let swept = self.overdue().min(limit.into());
        self.0.overdue.fetch_sub(swept, Ordering::SeqCst);
        let over = || a_session_of(&a_user().build()).idle_until(now).build();
        Ok((0..swept).map(|_| over()).collect())
    }

    async fn purge_ended(&mut self, _: Timestamp, _: u32) -> Result<u64, StorageError> {
        never()
    }
}
