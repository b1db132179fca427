//! One transaction across repositories, the outbox included.

use async_trait::async_trait;

use super::{
    AuditLog, EmailChangeRepository, ExportRepository, IdempotencyRepository, ItemRepository,
    JobDesk, JobQueue, PasswordResetRepository, QuestionRepository, RegistrationRepository,
    ScheduleRepository, SessionRepository, StorageError, ThrottleRepository, UserInfoRepository,
    UserRepository,
};

/// Opens transactions.
#[async_trait]
pub trait UnitOfWorkFactory: Send + Sync {
    /// Opens a transaction that can write. Open it late: no hashing, mail or HTTP belongs inside.
    async fn begin(&self) -> Result<Box<dyn UnitOfWork>, StorageError>;
}

/// A transaction. Dropping it without [`commit`](Self::commit) MUST undo everything in it.
/// (contract: `a_dropped_unit_leaves_nothing`)
///
/// A conflict that a repository reports as a result MUST leave the transaction usable.
/// (contract: `a_conflict_does_not_poison_the_unit`)
#[async_trait]
pub trait UnitOfWork: Send {
    /// Users.
    fn users(&mut self) -> &mut dyn UserRepository;
    /// Registrations.
    fn registrations(&mut self) -> &mut dyn RegistrationRepository;
    /// Sessions.
    fn sessions(&mut self) -> &mut dyn SessionRepository;
    /// Recovery links.
    fn password_resets(&mut self) -> &mut dyn PasswordResetRepository;
    /// Changes of addresses.
    fn email_changes(&mut self) -> &mut dyn EmailChangeRepository;
    /// Items.
    fn items(&mut self) -> &mut dyn ItemRepository;
    /// Onboarding questions.
    fn questions(&mut self) -> &mut dyn QuestionRepository;
    /// Onboarding answers.
    fn user_infos(&mut self) -> &mut dyn UserInfoRepository;
    /// Personal-data exports.
    fn exports(&mut self) -> &mut dyn ExportRepository;
    /// Replies kept for requests that may come twice.
    fn idempotency(&mut self) -> &mut dyn IdempotencyRepository;
    /// The memory of failures.
    fn throttles(&mut self) -> &mut dyn ThrottleRepository;
    /// The transactional outbox.
    fn jobs(&mut self) -> &mut dyn JobQueue;
    /// Jobs as operators change them.
    fn job_desk(&mut self) -> &mut dyn JobDesk;
    /// Which turns of schedules were taken.
    fn schedules(&mut self) -> &mut dyn ScheduleRepository;
    /// The audit log.
    fn audit(&mut self) -> &mut dyn AuditLog;

    /// Makes everything durable at once. MUST either do all of it or fail with nothing done, except that
    /// a connection lost while committing leaves it open which. (contract: `a_commit_keeps_everything`)
    async fn commit(self: Box<Self>) -> Result<(), StorageError>;
}
