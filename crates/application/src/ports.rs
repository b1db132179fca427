//! The adapters that the use cases are made with.

use std::sync::Arc;

use domain::ports::{
    Clock, HealthProbe, IdGenerator, JobSignal, JobSource, MailRenderer, Mailer, OtpDigester,
    PasswordHasher, PasswordScreen, PayloadSealer, SchemaMigrator, SecretGenerator, SessionQueries,
    TokenCodec, UnitOfWorkFactory, UserQueries,
};

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
    /// Jobs as workers see them.
    pub job_source: Arc<dyn JobSource>,
    /// The schema.
    pub schema: Arc<dyn SchemaMigrator>,
    /// Whether it answers.
    pub health: Arc<dyn HealthProbe>,
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
