//! The ports of this world. The claim loop asks few of them; the others would not answer.

use std::sync::Arc;

use application::{
    CachePorts, CryptoPorts, MailPorts, Ports, SessionPorts, StoragePorts, SystemPorts,
};
use async_trait::async_trait;
use domain::audit::{AuditFilter, RecordedEvent};
use domain::export::{Export, ExportPart, SealedPart};
use domain::item::{GuardedItem, Item, ItemId, ItemScope};
use domain::job::{FailedAttempt, JobCount, JobFilter, JobId, JobKind, JobRecord, SealedPayload};
use domain::link::{LinkDigest, LinkToken};
use domain::mail::{MailContent, OutgoingMail, RenderedMail};
use domain::onboarding::{Question, QuestionId, UserInfo};
use domain::page::{Page, PageRequest};
use domain::password::{NewPassword, Password, PasswordHash};
use domain::ports::{
    AuditQueries, ConnectionCount, ExportQueries, ExportSealer, HashingError, HealthProbe,
    InvalidToken, ItemQueries, JobQueries, JobSignal, MailError, MailRenderer, Mailer,
    MigrationStatus, OnboardingQueries, OtpDigester, PasswordHasher, PasswordScreen, PayloadSealer,
    RenderError, SchemaError, SchemaMigrator, SealError, SealTokenError, SessionQueries,
    StorageError, StorageMonitor, SubjectDigester, ThrottleQueries, TokenCodec, Unhealthy,
    UserQueries, Verification,
};
use domain::registration::{CodeDigest, FlowKey, OtpCode, RegistrationKey, RegistrationSecret};
use domain::session::{Session, SessionCensus, SessionId, SessionWithUser, TokenId};
use domain::throttle::{Throttle, ThrottleKey};
use domain::timestamp::Timestamp;
use domain::token::{AccessToken, Claims};
use domain::user::{Email, LoginIdentifier, User, UserCredentials, UserId, UserSearch};
use infra_memory::{
    MemoryCache, MemoryInvalidation, MemoryRateLimiter, MemorySessionCache, MemoryTokenRecords,
};
use port_contracts::doubles::{SeededSecrets, SequentialIds};

use super::InMemoryJobs;
use super::clock::PausedClock;
use super::units::JobUnits;

pub(crate) fn ports(
    jobs: &Arc<InMemoryJobs>,
    signal: &Arc<dyn JobSignal>,
    clock: &Arc<PausedClock>,
) -> Ports {
    Ports {
        storage: StoragePorts {
            units: Arc::new(JobUnits(jobs.clone())),
            users: Arc::new(NotAsked),
            sessions: Arc::new(NotAsked),
            items: Arc::new(NotAsked),
            onboarding: Arc::new(NotAsked),
            exports: Arc::new(NotAsked),
            throttles: Arc::new(NotAsked),
            audit: Arc::new(NotAsked),
            jobs: Arc::new(NotAsked),
            job_source: jobs.clone(),
            schema: Arc::new(NotAsked),
            health: Arc::new(NotAsked),
            monitor: Arc::new(NotAsked),
        },
        crypto: CryptoPorts {
            passwords: Arc::new(NotAsked),
            screen: Arc::new(NotAsked),
            otp: Arc::new(NotAsked),
            tokens: Arc::new(NotAsked),
            payloads: Arc::new(Unsealed),
            exports: Arc::new(NotAsked),
            subjects: Arc::new(NotAsked),
        },
        system: SystemPorts {
            clock: clock.clone(),
            ids: Arc::new(SequentialIds::new()),
            secrets: Arc::new(SeededSecrets::new(1)),
        },
        mail: MailPorts {
            renderer: Arc::new(NotAsked),
            mailer: Arc::new(NotAsked),
        },
        job_signal: signal.clone(),
        sessions: session_ports(),
        cache: cache_ports(),
        limits: Arc::new(MemoryRateLimiter::new()),
    }
}

fn cache_ports() -> CachePorts {
    let near = Arc::new(MemoryCache::new());
    CachePorts {
        cache: near.clone(),
        near,
    }
}

fn session_ports() -> SessionPorts {
    let near = Arc::new(MemorySessionCache::new());
    SessionPorts {
        cache: near.clone(),
        near,
        invalidation: Arc::new(MemoryInvalidation::new()),
        records: Arc::new(MemoryTokenRecords::new()),
    }
}

/// Leaves payloads as they are.
struct Unsealed;

impl PayloadSealer for Unsealed {
    fn seal(&self, _: JobId, _: &JobKind, plain: &[u8]) -> Result<SealedPayload, SealError> {
        let text = String::from_utf8_lossy(plain).into_owned();
        Ok(SealedPayload::from_sealed(text))
    }

    fn open(&self, _: JobId, _: &JobKind, sealed: &SealedPayload) -> Result<Vec<u8>, SealError> {
        Ok(sealed.as_str().as_bytes().to_vec())
    }
}

pub(crate) fn never() -> ! {
    panic!("the claim loop has no business with this port")
}

/// A port that the claim loop must leave alone.
struct NotAsked;

#[async_trait]
impl UserQueries for NotAsked {
    async fn credentials(
        &self,
        _: &LoginIdentifier,
    ) -> Result<Option<UserCredentials>, StorageError> {
        never()
    }

    async fn credentials_of(&self, _: UserId) -> Result<Option<UserCredentials>, StorageError> {
        never()
    }

    async fn find(&self, _: UserId) -> Result<Option<User>, StorageError> {
        never()
    }

    async fn email_is_taken(&self, _: &Email) -> Result<bool, StorageError> {
        never()
    }

    async fn find_by_email(&self, _: &Email) -> Result<Option<User>, StorageError> {
        never()
    }

    async fn page(&self, _: &UserSearch, _: &PageRequest) -> Result<Page<User>, StorageError> {
        never()
    }

    async fn count(&self, _: &UserSearch) -> Result<u64, StorageError> {
        never()
    }
}

#[async_trait]
impl ItemQueries for NotAsked {
    async fn find(&self, _: ItemId) -> Result<Option<GuardedItem>, StorageError> {
        never()
    }

    async fn page(&self, _: ItemScope, _: &PageRequest) -> Result<Page<Item>, StorageError> {
        never()
    }

    async fn count(&self, _: ItemScope) -> Result<u64, StorageError> {
        never()
    }
}

#[async_trait]
impl SessionQueries for NotAsked {
    async fn find(&self, _: SessionId) -> Result<Option<SessionWithUser>, StorageError> {
        never()
    }

    async fn live_of_user(&self, _: UserId, _: Timestamp) -> Result<Vec<Session>, StorageError> {
        never()
    }

    async fn of_user(&self, _: UserId, _: &PageRequest) -> Result<Page<Session>, StorageError> {
        never()
    }

    async fn find_by_token(
        &self,
        _: TokenId,
        _: Timestamp,
    ) -> Result<Option<SessionWithUser>, StorageError> {
        never()
    }
}

#[async_trait]
impl OnboardingQueries for NotAsked {
    async fn questions(&self) -> Result<Vec<Question>, StorageError> {
        never()
    }

    async fn question(&self, _: QuestionId) -> Result<Option<Question>, StorageError> {
        never()
    }

    async fn user_info(&self, _: UserId) -> Result<Option<UserInfo>, StorageError> {
        never()
    }
}

#[async_trait]
impl ExportQueries for NotAsked {
    async fn find(&self, _: UserId) -> Result<Option<Export>, StorageError> {
        never()
    }

    async fn part(&self, _: ExportPart) -> Result<Option<SealedPart>, StorageError> {
        never()
    }
}

impl ExportSealer for NotAsked {
    fn seal(&self, _: ExportPart, _: &[u8]) -> Result<SealedPart, SealError> {
        never()
    }

    fn open(&self, _: ExportPart, _: &SealedPart) -> Result<Vec<u8>, SealError> {
        never()
    }
}

#[async_trait]
impl AuditQueries for NotAsked {
    async fn page(
        &self,
        _: &AuditFilter,
        _: &PageRequest,
    ) -> Result<Page<RecordedEvent>, StorageError> {
        never()
    }

    async fn of_user(
        &self,
        _: UserId,
        _: &PageRequest,
    ) -> Result<Page<RecordedEvent>, StorageError> {
        never()
    }
}

#[async_trait]
impl JobQueries for NotAsked {
    async fn page(&self, _: &JobFilter, _: &PageRequest) -> Result<Page<JobRecord>, StorageError> {
        never()
    }

    async fn find(&self, _: JobId) -> Result<Option<JobRecord>, StorageError> {
        never()
    }

    async fn failed_attempts(&self, _: JobId) -> Result<Vec<FailedAttempt>, StorageError> {
        never()
    }

    async fn counts(&self) -> Result<Vec<JobCount>, StorageError> {
        never()
    }
}

#[async_trait]
impl ThrottleQueries for NotAsked {
    async fn find(&self, _: &[ThrottleKey]) -> Result<Vec<Throttle>, StorageError> {
        never()
    }
}

impl SubjectDigester for NotAsked {
    fn digest(&self, _: &str, _: &[&str]) -> [u8; 32] {
        never()
    }

    fn fingerprint(&self, _: &[&str]) -> [u8; 32] {
        never()
    }
}

#[async_trait]
impl SchemaMigrator for NotAsked {
    async fn up(&self) -> Result<(), SchemaError> {
        never()
    }

    async fn down(&self, _: u32) -> Result<(), SchemaError> {
        never()
    }

    async fn status(&self) -> Result<Vec<MigrationStatus>, SchemaError> {
        never()
    }
}

#[async_trait]
impl StorageMonitor for NotAsked {
    async fn sessions(&self, _: Timestamp) -> Result<SessionCensus, StorageError> {
        never()
    }

    fn connections(&self) -> ConnectionCount {
        never()
    }
}

#[async_trait]
impl HealthProbe for NotAsked {
    fn name(&self) -> &'static str {
        "not_asked"
    }

    fn is_required(&self) -> bool {
        never()
    }

    async fn check(&self) -> Result<(), Unhealthy> {
        never()
    }
}

#[async_trait]
impl PasswordHasher for NotAsked {
    async fn hash(&self, _: &NewPassword) -> Result<PasswordHash, HashingError> {
        never()
    }

    async fn verify(&self, _: &Password, _: &PasswordHash) -> Result<Verification, HashingError> {
        never()
    }

    async fn verify_dummy(&self, _: &Password) -> Result<(), HashingError> {
        never()
    }
}

impl PasswordScreen for NotAsked {
    fn is_guessable(&self, _: &Password, _: &[&str]) -> bool {
        never()
    }
}

impl OtpDigester for NotAsked {
    fn key(&self, _: &RegistrationSecret) -> RegistrationKey {
        never()
    }

    fn link(&self, _: &LinkToken) -> LinkDigest {
        never()
    }

    fn digest(&self, _: FlowKey, _: &OtpCode) -> CodeDigest {
        never()
    }

    fn matches(&self, _: FlowKey, _: &OtpCode, _: &CodeDigest) -> bool {
        never()
    }
}

impl TokenCodec for NotAsked {
    fn seal(&self, _: &Claims) -> Result<AccessToken, SealTokenError> {
        never()
    }

    fn open(&self, _: &str) -> Result<Claims, InvalidToken> {
        never()
    }
}

impl MailRenderer for NotAsked {
    fn render(&self, _: &MailContent) -> Result<RenderedMail, RenderError> {
        never()
    }
}

#[async_trait]
impl Mailer for NotAsked {
    async fn send(&self, _: &OutgoingMail) -> Result<(), MailError> {
        never()
    }
}
