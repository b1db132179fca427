//! One connection that writes, several that read.

use std::time::Duration;

use domain::ports::StorageError;
use infra_sql::storage_error;
use sea_orm::{DatabaseConnection, DbErr, RuntimeErr};
use sqlx::Connection;
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous};

use crate::file::open_or_make;
use crate::location::{DatabaseFile, Location};

/// How long a caller waits for a connection (I7).
const ACQUIRE_TIMEOUT: Duration = Duration::from_secs(2);
/// How long a statement waits for another process's lock on the file (I1).
const BUSY_TIMEOUT: Duration = Duration::from_secs(5);

/// The pools of one database.
pub(crate) struct Pools {
    pub(crate) writer: DatabaseConnection,
    pub(crate) reader: DatabaseConnection,
}

impl Pools {
    pub(crate) async fn open(location: Location, most: u32) -> Result<Self, StorageError> {
        match location {
            Location::Memory(options) => Self::in_memory(options).await,
            Location::File(file) => Self::in_file(file, most).await,
        }
    }

    /// One connection for everything: the database is gone with its last one.
    async fn in_memory(options: SqliteConnectOptions) -> Result<Self, StorageError> {
        let only = pool(1)
            .connect_with(careful(options))
            .await
            .map_err(cannot_open)?;
        let only = DatabaseConnection::from(only);
        Ok(Self {
            writer: only.clone(),
            reader: only,
        })
    }

    /// The writer comes first: it turns the write-ahead log on, which readers cannot.
    async fn in_file(file: DatabaseFile, most: u32) -> Result<Self, StorageError> {
        if file.make_if_missing {
            open_or_make(&file.path).map_err(|error| cannot_open(error.into()))?;
        }
        let writer = writer_pool()
            .connect_with(
                careful(file.options.clone())
                    .journal_mode(SqliteJournalMode::Wal)
                    .synchronous(SqliteSynchronous::Full),
            )
            .await
            .map_err(cannot_open)?;
        let readers = pool(most.saturating_sub(1).max(1))
            .connect_lazy_with(careful(file.options).pragma("query_only", "on"));
        Ok(Self {
            writer: writer.into(),
            reader: readers.into(),
        })
    }
}

/// A connection whose COMMIT failed, for want of space for instance, may count itself as inside a
/// transaction for ever, and what it writes next would not be immediate: it is replaced (I17).
fn writer_pool() -> SqlitePoolOptions {
    pool(1).after_release(|connection, _| {
        Box::pin(async move {
            // The roll-back of a dropped transaction is queued; an answer means that it is through.
            connection.ping().await?;
            Ok(!connection.is_in_transaction())
        })
    })
}

/// Connections to a file do not age, and do not go away unless they are closed.
fn pool(connections: u32) -> SqlitePoolOptions {
    SqlitePoolOptions::new()
        .max_connections(connections)
        .acquire_timeout(ACQUIRE_TIMEOUT)
        .idle_timeout(None)
        .max_lifetime(None)
        .test_before_acquire(false)
}

fn careful(options: SqliteConnectOptions) -> SqliteConnectOptions {
    options.foreign_keys(true).busy_timeout(BUSY_TIMEOUT)
}

fn cannot_open(error: sqlx::Error) -> StorageError {
    storage_error(DbErr::Conn(RuntimeErr::SqlxError(error.into())))
}
