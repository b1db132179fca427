//! The lock for changes of the schema.

use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use async_trait::async_trait;
use domain::ports::SchemaError;
use infra_sql::{SchemaChange, SchemaLock, schema_error};
use sea_orm::{DatabaseConnection, DbErr, RuntimeErr};
use sqlx::PgConnection;
use sqlx::postgres::{PgConnectOptions, PgPool, PgPoolOptions};
use tokio::time::{sleep, timeout};

use crate::options;

/// Names the lock in this database; the bytes spell `portico`.
const LOCK: i64 = 0x0070_6f72_7469_636f;
/// How long to wait for the connection, and for each answer about the lock.
const ANSWER_LIMIT: Duration = Duration::from_secs(3);
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

    /// A pool of one connection, which has the lock. Should it be lost, no other takes its place: that one
    /// would change the schema without the lock.
    async fn connect(&self) -> Result<PgPool, SchemaError> {
        let is_first = AtomicBool::new(true);
        let pool = PgPoolOptions::new()
            .max_connections(1)
            .acquire_timeout(ANSWER_LIMIT)
            .idle_timeout(None)
            .max_lifetime(None)
            .after_connect(move |_, _| {
                let is_first = is_first.swap(false, Ordering::Relaxed);
                Box::pin(async move { is_first.then_some(()).ok_or(sqlx::Error::PoolClosed) })
            })
            .connect_with(options::for_migrations(self.server.clone()))
            .await
            .map_err(unreachable)?;
        let mut connection = pool.acquire().await.map_err(unreachable)?;
        match timeout(PATIENCE, take(&mut connection)).await {
            Ok(taken) => taken.map(|()| pool),
            Err(_) => Err(SchemaError::Unavailable(
                "another instance has been changing the schema for too long".to_owned(),
            )),
        }
    }
}

/// Tries again and again: a session that waited inside PostgreSQL would hold a snapshot, for which
/// `CREATE INDEX CONCURRENTLY` under the lock would wait in turn, for ever. A server that goes away
/// meanwhile is told of within seconds.
async fn take(connection: &mut PgConnection) -> Result<(), SchemaError> {
    while !timeout(ANSWER_LIMIT, try_to_take(connection))
        .await
        .map_err(|_| silent())?
        .map_err(unreachable)?
    {
        sleep(PAUSE).await;
    }
    Ok(())
}

async fn try_to_take(connection: &mut PgConnection) -> Result<bool, sqlx::Error> {
    sqlx::query_scalar("SELECT pg_try_advisory_lock($1)")
        .bind(LOCK)
        .fetch_one(connection)
        .await
}

#[async_trait]
impl SchemaLock for AdvisoryLock {
    async fn run(&self, change: SchemaChange) -> Result<(), SchemaError> {
        let pool = self.connect().await?;
        let connection = DatabaseConnection::from(pool);
        let changed = change.run(&connection).await;
        // The lock ends with its session. When this future is dropped instead, the session ends as well.
        let closed = connection.close().await.map_err(schema_error);
        changed.and(closed)
    }
}

fn unreachable(error: sqlx::Error) -> SchemaError {
    match error {
        sqlx::Error::PoolTimedOut => silent(),
        other => schema_error(DbErr::Conn(RuntimeErr::SqlxError(other.into()))),
    }
}

fn silent() -> SchemaError {
    SchemaError::Unavailable(format!("the server did not answer within {ANSWER_LIMIT:?}"))
}
