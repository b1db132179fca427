//! The ports: what the use cases need of the world, as traits that adapters implement.
//!
//! Each `MUST` names the contract case of `port-contracts` that holds every adapter to it.

mod audit_log;
mod cache;
mod cache_error;
mod clock;
mod email_changes;
mod health;
mod id_generator;
mod idempotency;
mod invalidation;
mod items;
mod job_signal;
mod job_source;
mod jobs;
mod mail_renderer;
mod mailbox;
mod mailer;
mod otp_digester;
mod password_hasher;
mod password_resets;
mod password_screen;
mod payload_sealer;
mod rate_limiter;
mod registrations;
mod schema_migrator;
mod secret_generator;
mod session_cache;
mod sessions;
mod storage_error;
mod subject_digester;
mod throttles;
mod token_codec;
mod token_records;
mod unit_of_work;
mod users;

pub use audit_log::AuditLog;
pub use cache::{CACHE_VERSION_TTL, Cache, LocalCache, UNTOLD_VERSION_TTL};
pub use cache_error::CacheError;
pub use clock::Clock;
pub use email_changes::EmailChangeRepository;
pub use health::{HealthProbe, Unhealthy};
pub use id_generator::IdGenerator;
pub use idempotency::IdempotencyRepository;
pub use invalidation::{Invalidation, InvalidationChannel, InvalidationError, InvalidationNews};
pub use items::{ItemQueries, ItemRepository};
pub use job_signal::{JobSignal, JobSignalError, JobWakeUps};
pub use job_source::{ClaimRequest, JobSource};
pub use jobs::JobQueue;
pub use mail_renderer::{MailRenderer, RenderError};
pub use mailbox::{Mailbox, MailboxError};
pub use mailer::{MailError, Mailer};
pub use otp_digester::OtpDigester;
pub use password_hasher::{HashingError, PasswordHasher, Verification};
pub use password_resets::PasswordResetRepository;
pub use password_screen::PasswordScreen;
pub use payload_sealer::{PayloadSealer, SealError};
pub use rate_limiter::{RateDecision, RateLimiter};
pub use registrations::RegistrationRepository;
pub use schema_migrator::{MigrationStatus, SchemaError, SchemaMigrator};
pub use secret_generator::SecretGenerator;
pub use session_cache::{
    CachedSession, FillLease, LocalSessionCache, MAX_ABSENCE_AGE, MAX_SESSION_AGE, SessionCache,
};
pub use sessions::{SessionQueries, SessionRepository};
pub use storage_error::StorageError;
pub use subject_digester::SubjectDigester;
pub use throttles::{ThrottleQueries, ThrottleRepository};
pub use token_codec::{InvalidToken, SealTokenError, TokenCodec};
pub use token_records::{TokenRecords, USER_DATA_TTL, USER_SESSION_TTL};
pub use unit_of_work::{UnitOfWork, UnitOfWorkFactory};
pub use users::{UserQueries, UserRepository};
