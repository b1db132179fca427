//! Storage in a SQLite file: the embedded default, for one serving process on one machine.
//!
//! [`open`] gives storage with one connection that writes and a pool that only reads, so that requests
//! do not queue on SQLite's busy timeout. [`lock_for_serving`] keeps a second serving process off the
//! file. A database in memory, for tests, has one connection for everything.
//!
//! **May depend on** the domain, `infra-sql`, sea-orm and its driver. Its twin is `infra-postgres`.
#![forbid(unsafe_code)]

mod file;
mod location;
mod lock;
mod pools;
mod schema;
mod settings;

use std::sync::Arc;

use domain::ports::StorageError;
use infra_sql::{Dialect, SqlDatabase, SqlSchema, SqlStorage};

use crate::location::Location;
use crate::pools::Pools;
use crate::schema::ImmediateTransaction;

pub use lock::{ServingLock, ServingLockError, lock_for_serving};
pub use settings::SqliteSettings;

/// Opens the database. A file that is made is readable by its owner only.
///
/// # Errors
/// [`StorageError::Failed`] when the URL is not one, [`StorageError::Unavailable`] when the file cannot be
/// opened or made.
pub async fn open(settings: &SqliteSettings) -> Result<SqlDatabase, StorageError> {
    let location = Location::of(settings).map_err(StorageError::Failed)?;
    let Pools { writer, reader } = Pools::open(location, settings.max_connections).await?;
    let lock = ImmediateTransaction::new(writer.clone());
    Ok(SqlDatabase {
        schema: Arc::new(SqlSchema::new(reader.clone(), lock)),
        storage: SqlStorage::new(writer, reader, Dialect::Sqlite),
    })
}
