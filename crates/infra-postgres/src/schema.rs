//! The lock for changes of the schema.

use std::time::Duration;

use async_trait::async_trait;
use domain::ports::SchemaError;
use infra_sql::{SchemaChange, SchemaLock, schema_error};
use sea_orm::{DatabaseConnection, DbErr, RuntimeErr};
use sqlx::PgConnection;
use sqlx::postgres::{PgConnectOptions, PgPool, PgPoolOptions};

use crate::options;

/// Names the lock in this database; the bytes spell `portico`.
const LOCK: i64 = 0x0070_6f72_7469_636f;
/// How long an instance waits for another's change.
const PATIENCE: Duration = Duration::from_mins(1);
/// How long between two tries.
const PAUSE: Duration = Duration::from_millis(50);

/// An advisory lock of the session that makes the change.
pub(crate) struct AdvisoryLock {
    server: PgConnectOptions,
}

impl AdvisoryLock {
    pub(crate) const fn new(server: PgConnectOptions) -> Self {
        Self { server }
    }

    /// A pool of one connection that has the lock from its first moment on. Should it be lost and made
    /// anew, it takes the lock again before anything else.
    async fn connect(&self) -> Result<PgPool, sqlx::Error> {
        PgPoolOptions::new()
            .max_connections(1)
            .acquire_timeout(PATIENCE)
            .idle_timeout(None)
            .max_lifetime(None)
            .after_connect(|connection, _| Box::pin(take(connection)))
            .connect_with(options::for_migrations(self.server.clone()))
            .await
    }
}

/// Tries again and again: a session that waited inside PostgreSQL would hold a snapshot, for which
/// `CREATE INDEX CONCURRENTLY` under the lock would wait in turn, for ever.
async fn take(connection: &mut PgConnection) -> Result<(), sqlx::Error> {
    loop {
        let taken = sqlx::query_scalar("SELECT pg_try_advisory_lock($1)")
            .bind(LOCK)
            .fetch_one(&mut *connection)
            .await?;
        if taken {
            return Ok(());
        }
        tokio::time::sleep(PAUSE).await;
    }
}

#[async_trait]
impl SchemaLock for AdvisoryLock {
    async fn run(&self, change: SchemaChange) -> Result<(), SchemaError> {
        let pool = self.connect().await.map_err(not_locked)?;
        let connection = DatabaseConnection::from(pool);
        let changed = change.run(&connection).await;
        // The lock ends with its session. When this future is dropped instead, the session ends as well.
        let closed = connection.close().await.map_err(schema_error);
        changed.and(closed)
    }
}

fn not_locked(error: sqlx::Error) -> SchemaError {
    match error {
        sqlx::Error::PoolTimedOut => SchemaError::Unavailable(
            "another instance has been changing the schema for too long".to_owned(),
        ),
        other => schema_error(DbErr::Conn(RuntimeErr::SqlxError(other.into()))),
    }
}
