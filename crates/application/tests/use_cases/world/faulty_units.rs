//! Storage that fails at the call that a test names.

use std::sync::Arc;

use async_trait::async_trait;
use domain::audit::AuditEvent;
use domain::email_change::EmailChange;
use domain::export::{Export, ExportId, ExportPart, SealedPart};
use domain::idempotency::{IdempotencyClaim, IdempotencyKey, IdempotentRequest, StoredReply};
use domain::item::{GuardedItem, Item, ItemId, ItemInsertion};
use domain::job::{JobId, JobOutcome, JobRecord, LeaseToken, NewJob, SealedPayload};
use domain::link::LinkDigest;
use domain::onboarding::{Question, QuestionId, QuestionStored, UserInfo};
use domain::password::PasswordHash;
use domain::ports::{
    AuditLog, EmailChangeRepository, ExportRepository, IdempotencyRepository, ItemRepository,
    JobDesk, JobQueue, PasswordResetRepository, QuestionRepository, RegistrationRepository,
    ScheduleRepository, SessionRepository, StorageError, ThrottleRepository, UnitOfWork,
    UnitOfWorkFactory, UserInfoRepository, UserRepository,
};
use domain::recovery::PasswordReset;
use domain::registration::{Registration, RegistrationKey};
use domain::schedule::{ScheduleName, Slot};
use domain::session::{RevocationReason, Session, SessionActivity, SessionId, SessionWithUser};
use domain::throttle::{Throttle, ThrottleKey};
use domain::timestamp::Timestamp;
use domain::user::{Email, LockedUser, User, UserCredentials, UserId, UserStored};

use super::faults::{Faults, OpenUnit};

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
            _open: self.faults.open_unit(),
        }))
    }
}

/// A unit and all of its repositories.
struct FaultyUnit {
    inner: Box<dyn UnitOfWork>,
    faults: Arc<Faults>,
    _open: OpenUnit,
}

/// Repositories each of whose methods counts as a call, and then does what the real one does.
macro_rules! faulty_repositories {
    ($(
        $repository:ident as $port:ident {
            $(fn $name:ident($($argument:ident: $type:ty),*) -> $output:ty;)+
        }
    )+) => {$(
        #[async_trait]
        impl $port for FaultyUnit {
            $(async fn $name(&mut self, $($argument: $type),*) -> Result<$output, StorageError> {
                self.faults.pass()?;
                self.inner.$repository().$name($($argument),*).await
            })+
        }
    )+};
}

faulty_repositories! {
    users as UserRepository {
        fn insert(user: &User, password: Option<&PasswordHash>) -> UserStored;
        fn rehash(user: UserId, old: &PasswordHash, new: &PasswordHash) -> bool;
        fn set_password(user: UserId, new: &PasswordHash) -> ();
        fn lock(id: UserId) -> Option<User>;
        fn lock_credentials(id: UserId) -> Option<UserCredentials>;
        fn lock_by_email(email: &Email) -> Option<User>;
        fn lock_with_superusers(id: UserId) -> Option<LockedUser>;
        fn save(user: &User) -> UserStored;
        fn forget_pending_emails(now: Timestamp, limit: u32) -> u64;
        fn delete(user: &User) -> ();
    }
    sessions as SessionRepository {
        fn insert(session: &Session) -> ();
        fn lock(id: SessionId) -> Option<SessionWithUser>;
        fn save(session: &Session) -> ();
        fn displace(user: UserId, keep: u32, now: Timestamp) -> Vec<Session>;
        fn revoke_all(
            user: UserId, except: Option<SessionId>, reason: RevocationReason, now: Timestamp
        ) -> Vec<SessionId>;
        fn record_activity(activity: &[SessionActivity]) -> ();
        fn sweep_expired(now: Timestamp, limit: u32) -> Vec<Session>;
        fn purge_ended(before: Timestamp, limit: u32) -> u64;
    }
    password_resets as PasswordResetRepository {
        fn insert(reset: &PasswordReset) -> ();
        fn find(digest: &LinkDigest) -> Option<PasswordReset>;
        fn take(digest: &LinkDigest) -> bool;
        fn void(email: &Email) -> ();
        fn purge_expired(now: Timestamp, limit: u32) -> u64;
    }
    email_changes as EmailChangeRepository {
        fn insert(change: &EmailChange) -> ();
        fn pending(user: UserId) -> Option<EmailChange>;
        fn by_undo(undo: &LinkDigest) -> Option<EmailChange>;
        fn save(change: &EmailChange) -> ();
        fn remove_pending(user: UserId) -> ();
        fn remove_since(change: &EmailChange) -> ();
        fn remove_all(user: UserId) -> ();
        fn purge_final(now: Timestamp, limit: u32) -> u64;
    }
    items as ItemRepository {
        fn insert(item: &Item) -> ItemInsertion;
        fn lock(id: ItemId) -> Option<GuardedItem>;
        fn save(item: &Item) -> ();
        fn delete(id: ItemId) -> ();
    }
    questions as QuestionRepository {
        fn insert(question: &Question) -> QuestionStored;
        fn lock(id: QuestionId) -> Option<Question>;
        fn save(question: &Question) -> QuestionStored;
        fn delete(id: QuestionId) -> ();
        fn has_answers(id: QuestionId) -> bool;
        fn lock_asked() -> Vec<Question>;
    }
    user_infos as UserInfoRepository {
        fn insert(info: &UserInfo) -> bool;
        fn lock(user: UserId) -> Option<UserInfo>;
        fn save(info: &UserInfo) -> ();
        fn delete(user: UserId) -> bool;
    }
    exports as ExportRepository {
        fn replace(export: &Export) -> ();
        fn lock(user: UserId) -> Option<Export>;
        fn save(export: &Export) -> ();
        fn add_part(part: ExportPart, content: &SealedPart) -> ();
        fn remove_parts(export: ExportId) -> ();
        fn purge_expired(now: Timestamp, limit: u32) -> u64;
    }
    idempotency as IdempotencyRepository {
        fn claim(request: &IdempotentRequest) -> IdempotencyClaim;
        fn keep(key: &IdempotencyKey, reply: &StoredReply) -> ();
        fn purge_expired(now: Timestamp, limit: u32) -> u64;
    }
    jobs as JobQueue {
        fn enqueue(job: &NewJob) -> bool;
    }
    job_desk as JobDesk {
        fn lock(id: JobId) -> Option<JobRecord>;
        fn payload(id: JobId) -> SealedPayload;
        fn save(job: &JobRecord) -> ();
        fn settle(job: JobId, lease: LeaseToken, outcome: &JobOutcome, now: Timestamp) -> bool;
        fn purge_finished(before: Timestamp, limit: u32) -> u64;
        fn purge_dead(before: Timestamp, limit: u32) -> u64;
        fn erase_late_payloads(now: Timestamp, limit: u32) -> u64;
    }
    schedules as ScheduleRepository {
        fn take(slot: Slot, now: Timestamp) -> bool;
        fn newest(schedule: ScheduleName) -> Option<Timestamp>;
    }
    audit as AuditLog {
        fn append(event: &AuditEvent) -> ();
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

    fn password_resets(&mut self) -> &mut dyn PasswordResetRepository {
        self
    }

    fn email_changes(&mut self) -> &mut dyn EmailChangeRepository {
        self
    }

    fn items(&mut self) -> &mut dyn ItemRepository {
        self
    }

    fn questions(&mut self) -> &mut dyn QuestionRepository {
        self
    }

    fn user_infos(&mut self) -> &mut dyn UserInfoRepository {
        self
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
        self
    }

    fn job_desk(&mut self) -> &mut dyn JobDesk {
        self
    }

    fn schedules(&mut self) -> &mut dyn ScheduleRepository {
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
