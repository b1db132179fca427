//! The schema of storage.

use async_trait::async_trait;

/// Why the schema could not be read or changed. The text is for the operator.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SchemaError {
    /// Storage cannot be reached now; later it may work (I14).
    #[error("storage is unavailable: {0}")]
    Unavailable(String),
    /// Storage refuses us: wrong name, wrong password, no such database. Waiting will not help (I14).
    #[error("storage refused the connection: {0}")]
    Refused(String),
    /// The schema is newer than this binary knows (I15).
    #[error("the schema is newer than this binary: it has the unknown migration {0}")]
    TooNew(String),
    /// A migration failed.
    #[error("a migration failed: {0}")]
    Failed(String),
}

/// One migration and whether it was applied.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MigrationStatus {
    /// Its name: that of its file.
    pub name: String,
    /// Whether it was applied.
    pub applied: bool,
}

/// Brings the schema of storage to what this binary needs.
#[async_trait]
pub trait SchemaMigrator: Send + Sync {
    /// Applies what is pending. MUST apply each migration once, however many instances start at once
    /// (I15). (contract: `parallel_starts_apply_each_migration_once`)
    async fn up(&self) -> Result<(), SchemaError>;

    /// Takes the last `steps` migrations back. (contract: `up_down_up_ends_where_it_began`)
    async fn down(&self, steps: u32) -> Result<(), SchemaError>;

    /// Every migration, oldest first.
    async fn status(&self) -> Result<Vec<MigrationStatus>, SchemaError>;
}
