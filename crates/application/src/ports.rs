//! The adapters that the use cases are made with.

use std::sync::Arc;

use domain::ports::{
    AuditQueries, Cache, Clock, ExportQueries, ExportSealer, HealthProbe, IdGenerator,
    InvalidationChannel, ItemQueries, JobQueries, JobSignal, JobSource, LocalCache,
    LocalSessionCache, MailRenderer, Mailer, OnboardingQueries, OtpDigester, PasswordHasher,
    PasswordScreen, PayloadSealer, RateLimiter, SchemaMigrator, SecretGenerator, SessionCache,
    SessionQueries, StorageMonitor, SubjectDigester, ThrottleQueries, TokenCodec, TokenRecords,
    UnitOfWorkFactory, UserQueries,
};

use crate::caches::TieredCache;

/// Every port, by what it is about. A missing one does not compile.
#[derive(Clone)]
pub struct Ports {
    /// The database.
    pub storage: StoragePorts,
    /// Hashes, digests, tokens.
    pub crypto: CryptoPorts,
    /// The clock, ids, randomness.
    pub system: SystemPorts,
    /// Words and delivery.
    pub mail: MailPorts,
    /// Wakes workers after a commit.
    pub job_signal: Arc<dyn JobSignal>,
    /// Derived copies of sessions.
    pub sessions: SessionPorts,
    /// Cached replies.
    pub cache: CachePorts,
    /// Rates.
    pub limits: Arc<dyn RateLimiter>,
}

/// Derived copies of sessions, and the news about them.
#[derive(Clone)]
pub struct SessionPorts {
    /// Every tier as one.
    pub cache: Arc<dyn SessionCache>,
    /// The tier in this process, which news of other instances must reach.
    pub near: Arc<dyn LocalSessionCache>,
    /// The news.
    pub invalidation: Arc<dyn InvalidationChannel>,
    /// The documented keys.
    pub records: Arc<dyn TokenRecords>,
}

/// Cached replies. The news about them travel with those about sessions.
#[derive(Clone)]
pub struct CachePorts {
    /// Every tier as one.
    pub cache: Arc<dyn Cache>,
    /// The tier in this process, which news of other instances must reach.
    pub near: Arc<dyn LocalCache>,
}

impl CachePorts {
    /// `near` in front of a cache that instances share.
    #[must_use]
    pub fn tiered(near: Arc<dyn LocalCache>, far: Arc<dyn Cache>) -> Self {
        Self {
            cache: Arc::new(TieredCache::new(near.clone(), far)),
            near,
        }
    }
}

/// What one storage adapter brings.
#[derive(Clone)]
pub struct StoragePorts {
    /// Transactions.
    pub units: Arc<dyn UnitOfWorkFactory>,
    /// Reads of users.
    pub users: Arc<dyn UserQueries>,
    /// Reads of sessions.
    pub sessions: Arc<dyn SessionQueries>,
    /// Reads of items.
    pub items: Arc<dyn ItemQueries>,
    /// Reads of onboarding questions and answers.
    pub onboarding: Arc<dyn OnboardingQueries>,
    /// Reads of personal-data exports.
    pub exports: Arc<dyn ExportQueries>,
    /// Reads of throttles.
    pub throttles: Arc<dyn ThrottleQueries>,
    /// Reads of the audit log.
    pub audit: Arc<dyn AuditQueries>,
    /// Jobs as operators see them.
    pub jobs: Arc<dyn JobQueries>,
    /// Jobs as workers see them.
    pub job_source: Arc<dyn JobSource>,
    /// The schema.
    pub schema: Arc<dyn SchemaMigrator>,
    /// Whether it answers.
    pub health: Arc<dyn HealthProbe>,
    /// How things stand in it.
    pub monitor: Arc<dyn StorageMonitor>,
}

/// Hashes, digests and seals.
#[derive(Clone)]
pub struct CryptoPorts {
    /// Password hashing on a bounded pool.
    pub passwords: Arc<dyn PasswordHasher>,
    /// The block list.
    pub screen: Arc<dyn PasswordScreen>,
    /// Digests of flow ids and codes.
    pub otp: Arc<dyn OtpDigester>,
    /// Access tokens.
    pub tokens: Arc<dyn TokenCodec>,
    /// Job payloads.
    pub payloads: Arc<dyn PayloadSealer>,
    /// Documents of exports.
    pub exports: Arc<dyn ExportSealer>,
    /// Whom limits and throttles count.
    pub subjects: Arc<dyn SubjectDigester>,
}

/// What the machine gives.
#[derive(Clone)]
pub struct SystemPorts {
    /// The time.
    pub clock: Arc<dyn Clock>,
    /// Identifiers.
    pub ids: Arc<dyn IdGenerator>,
    /// Randomness.
    pub secrets: Arc<dyn SecretGenerator>,
}

/// Mail.
#[derive(Clone)]
pub struct MailPorts {
    /// Puts content into words.
    pub renderer: Arc<dyn MailRenderer>,
    /// Hands mail over.
    pub mailer: Arc<dyn Mailer>,
}
