//! Storage in PostgreSQL: for several instances that share one database.
//!
//! [`open`] does not connect yet, so that a process can start while the database is down (I14). Every
//! connection has time limits for statements, locks and idle transactions. TLS is as the URL's `sslmode`
//! says; `verify-full` is the one that proves whom one talks to (G9).
//!
//! **May depend on** the domain, `infra-sql`, sea-orm and its driver. Its twin is `infra-sqlite`.
#![forbid(unsafe_code)]

mod options;
mod reach;
mod schema;
mod settings;

use std::sync::Arc;
use std::time::Duration;

use domain::ports::StorageError;
use infra_sql::{Dialect, SqlDatabase, SqlSchema, SqlStorage};
use sea_orm::DatabaseConnection;
use sqlx::postgres::PgPoolOptions;

use crate::schema::AdvisoryLock;

pub use reach::reach;
pub use settings::PostgresSettings;

/// How long a caller waits for a connection (I7).
const ACQUIRE_TIMEOUT: Duration = Duration::from_secs(2);

/// Makes a pool that connects when it is first used. Call it inside the runtime.
///
/// # Errors
/// [`StorageError::Failed`] when the URL is not one.
pub fn open(settings: &PostgresSettings) -> Result<SqlDatabase, StorageError> {
    let server = options::parse(&settings.url)?;
    let pool = PgPoolOptions::new()
        .max_connections(settings.max_connections)
        .acquire_timeout(ACQUIRE_TIMEOUT)
        .connect_lazy_with(options::for_requests(server.clone()));
    let pool = DatabaseConnection::from(pool);
    Ok(SqlDatabase {
        schema: Arc::new(SqlSchema::new(pool.clone(), AdvisoryLock::new(server))),
        storage: SqlStorage::new(pool.clone(), pool, Dialect::Postgres),
    })
}
