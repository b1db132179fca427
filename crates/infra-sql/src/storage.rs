//! The handle that implements the ports.

use std::sync::Arc;

use domain::ports::SchemaMigrator;
use sea_orm::DatabaseConnection;

use crate::dialect::Dialect;

/// An open database, as both dialects give it.
#[derive(Clone)]
pub struct SqlDatabase {
    /// Every port that use cases, workers and `/readyz` call.
    pub storage: SqlStorage,
    /// The schema.
    pub schema: Arc<dyn SchemaMigrator>,
}

/// Storage over SQL: implements [`UnitOfWorkFactory`](domain::ports::UnitOfWorkFactory),
/// [`UserQueries`](domain::ports::UserQueries), [`SessionQueries`](domain::ports::SessionQueries),
/// [`ItemQueries`](domain::ports::ItemQueries), [`OnboardingQueries`](domain::ports::OnboardingQueries),
/// [`ExportQueries`](domain::ports::ExportQueries), [`ThrottleQueries`](domain::ports::ThrottleQueries),
/// [`AuditQueries`](domain::ports::AuditQueries), [`JobQueries`](domain::ports::JobQueries),
/// [`JobSource`](domain::ports::JobSource), [`HealthProbe`](domain::ports::HealthProbe) and
/// [`StorageMonitor`](domain::ports::StorageMonitor).
///
/// A clone is another handle to the same pools.
#[derive(Clone, Debug)]
pub struct SqlStorage {
    pub(crate) writer: DatabaseConnection,
    pub(crate) reader: DatabaseConnection,
    pub(crate) dialect: Dialect,
}

impl SqlStorage {
    /// Takes the pool for what writes and the one for what only reads; they may be the same.
    #[must_use]
    pub const fn new(
        writer: DatabaseConnection,
        reader: DatabaseConnection,
        dialect: Dialect,
    ) -> Self {
        Self {
            writer,
            reader,
            dialect,
        }
    }
}
