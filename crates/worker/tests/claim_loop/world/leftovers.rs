//! Storage of which only the numbers matter: what is over and still there, and what was written down.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};

use async_trait::async_trait;
use domain::audit::AuditEvent;
use domain::email_change::EmailChange;
use domain::export::Export;
use domain::idempotency::{IdempotencyClaim, IdempotencyKey, IdempotentRequest, StoredReply};
use domain::job::{JobId, JobRecord};
use domain::link::LinkDigest;
use domain::ports::{
    AuditLog, EmailChangeRepository, ExportRepository, IdempotencyRepository, ItemRepository,
    JobDesk, JobQueue, PasswordResetRepository, QuestionRepository, RegistrationRepository,
    ScheduleRepository, SessionRepository, StorageError, ThrottleRepository, UnitOfWork,
    UnitOfWorkFactory, UserInfoRepository, UserRepository,
};
use domain::recovery::PasswordReset;
use domain::registration::{Registration, RegistrationKey};
use domain::session::{RevocationReason, Session, SessionActivity, SessionId, SessionWithUser};
use domain::throttle::{Throttle, ThrottleKey};
use domain::timestamp::Timestamp;
use domain::user::{Email, UserId};
use port_contracts::fixtures::{a_session_of, a_user};

use super::ports::never;

/// How much of what is over.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Counts {
    pub(crate) registrations: u64,
    pub(crate) throttles: u64,
    pub(crate) recovery_links: u64,
    pub(crate) email_changes: u64,
    pub(crate) idempotency_keys: u64,
    pub(crate) exports: u64,
    pub(crate) finished_jobs: u64,
    pub(crate) sessions: u64,
}

/// What is over, whether storage says so, and which uses of sessions were written. A clone is another handle.
#[derive(Clone, Default)]
pub(crate) struct Leftovers(Arc<State>);

#[derive(Default)]
struct State {
    counts: Mutex<Counts>,
    uses: Mutex<Vec<SessionActivity>>,
    is_away: AtomicBool,
}

impl Leftovers {
    pub(crate) fn put(&self, counts: Counts) {
        *self.0.counts.lock().expect("no panic") = counts;
    }

    pub(crate) fn left(&self) -> Counts {
        *self.0.counts.lock().expect("no panic")
    }

    /// The sessions of which a use was written, one entry for each time.
    pub(crate) fn used(&self) -> Vec<SessionId> {
        let uses = self.0.uses.lock().expect("no panic");
        uses.iter().map(|activity| activity.session).collect()
    }

    pub(crate) fn go_away(&self) {
        self.0.is_away.store(true, Ordering::SeqCst);
    }

    pub(crate) fn come_back(&self) {
        self.0.is_away.store(false, Ordering::SeqCst);
    }

    fn clear(&self, count: impl FnOnce(&mut Counts) -> &mut u64, limit: u32) -> u64 {
        let mut counts = self.0.counts.lock().expect("no panic");
        let left = count(&mut counts);
        let taken = u64::from(limit).min(*left);
        *left -= taken;
        taken
    }
}

#[async_trait]
impl UnitOfWorkFactory for Leftovers {
    async fn begin(&self) -> Result<Box<dyn UnitOfWork>, StorageError> {
        if self.0.is_away.load(Ordering::SeqCst) {
            return Err(StorageError::Unavailable("away".to_owned()));
        }
        Ok(Box::new(self.clone()))
    }
}

#[async_trait]
impl UnitOfWork for Leftovers {
    fn users(&mut self) -> &mut dyn UserRepository {
        never()
    }

    fn registrations(&mut self) -> &mut dyn RegistrationRepository {
        self
    }

    fn sessions(&mut self) -> &mut dyn SessionRepository {
        self
    }

    fn password_resets(&mut self) -> &mut dyn PasswordResetRepository {
        self
    }

    fn email_changes(&mut self) -> &mut dyn EmailChangeRepository {
        self
    }

    fn items(&mut self) -> &mut dyn ItemRepository {
        never()
    }

    fn questions(&mut self) -> &mut dyn QuestionRepository {
        never()
    }

    fn user_infos(&mut self) -> &mut dyn UserInfoRepository {
        never()
    }

    fn exports(&mut self) -> &mut dyn ExportRepository {
        self
    }

    fn idempotency(&mut self) -> &mut dyn IdempotencyRepository {
        self
    }

    fn throttles(&mut self) -> &mut dyn ThrottleRepository {
        self
    }

    fn jobs(&mut self) -> &mut dyn JobQueue {
        never()
    }

    fn job_desk(&mut self) -> &mut dyn JobDesk {
        self
    }

    fn schedules(&mut self) -> &mut dyn ScheduleRepository {
        never()
    }

    fn audit(&mut self) -> &mut dyn AuditLog {
        self
    }

    async fn commit(self: Box<Self>) -> Result<(), StorageError> {
        Ok(())
    }
}

#[async_trait]
impl AuditLog for Leftovers {
    async fn append(&mut self, _: &AuditEvent) -> Result<(), StorageError> {
        Ok(())
    }
}

/// A repository of which the sweeper asks one thing.
macro_rules! only_purged {
    ($(
        $port:ident, $purge:ident of $counts:ident,
            not $($name:ident($($argument:ty),*) -> $output:ty),+;
    )+) => {
        $(#[async_trait]
        impl $port for Leftovers {
            async fn $purge(&mut self, _: Timestamp, limit: u32) -> Result<u64, StorageError> {
                Ok(self.clear(|counts| &mut counts.$counts, limit))
            }

            $(async fn $name(&mut self, $(_: $argument),*) -> Result<$output, StorageError> {
                never()
            })+
        })+
    };
}

only_purged! {
    RegistrationRepository, purge_expired of registrations,
        not insert(&Registration) -> (),
        lock(&RegistrationKey) -> Option<Registration>,
        save(&Registration) -> ();
    ThrottleRepository, purge of throttles,
        not lock(&ThrottleKey) -> Option<Throttle>,
        save(&Throttle, Timestamp) -> (),
        remove(&ThrottleKey) -> ();
    PasswordResetRepository, purge_expired of recovery_links,
        not insert(&PasswordReset) -> (),
        find(&LinkDigest) -> Option<PasswordReset>,
        take(&LinkDigest) -> bool,
        void(&Email) -> ();
    EmailChangeRepository, purge_final of email_changes,
        not insert(&EmailChange) -> (),
        pending(UserId) -> Option<EmailChange>,
        by_undo(&LinkDigest) -> Option<EmailChange>,
        save(&EmailChange) -> (),
        remove_pending(UserId) -> (),
        remove_since(&EmailChange) -> (),
        remove_all(UserId) -> ();
    IdempotencyRepository, purge_expired of idempotency_keys,
        not claim(&IdempotentRequest) -> IdempotencyClaim,
        keep(&IdempotencyKey, &StoredReply) -> ();
    ExportRepository, purge_expired of exports,
        not replace(&Export) -> (),
        lock(UserId) -> Option<Export>,
        save(&Export, Option<&str>) -> ();
    JobDesk, purge_finished of finished_jobs,
        not lock(JobId) -> Option<JobRecord>,
        save(&JobRecord) -> ();
}

#[async_trait]
impl SessionRepository for Leftovers {
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
        self.0.uses.lock().expect("no panic").extend(activity);
        Ok(())
    }

    async fn sweep_expired(
        &mut self,
        now: Timestamp,
        limit: u32,
    ) -> Result<Vec<Session>, StorageError> {
        let count = self.clear(|counts| &mut counts.sessions, limit);
        let over = || a_session_of(&a_user().build()).idle_until(now).build();
        Ok((0..count).map(|_| over()).collect())
    }
}
