//! Storage as those who watch over it see it.

use async_trait::async_trait;
use domain::ports::{ConnectionCount, StorageError, StorageMonitor};
use domain::session::SessionCensus;
use domain::timestamp::Timestamp;
use sea_orm::{DatabaseConnection, DbBackend, FromQueryResult, Statement};

use crate::dialect::Dialect;
use crate::errors::storage_error;
use crate::storage::SqlStorage;
use crate::stored;

/// Read by the index of the sweep, which holds no session that was ended. Of the two limits only the idle one is asked for, since it never passes
/// the other.
const CENSUS: &str = "SELECT COUNT(CASE WHEN idle_expires_at > $1 THEN 1 END) AS live, \
       MIN(idle_expires_at) AS first_limit \
     FROM sessions WHERE revoked_at IS NULL";

#[async_trait]
impl StorageMonitor for SqlStorage {
    async fn sessions(&self, now: Timestamp) -> Result<SessionCensus, StorageError> {
        let counting = census(self.reader.get_database_backend(), now);
        let row = CensusRow::find_by_statement(counting)
            .one(&self.reader)
            .await;
        match row.map_err(storage_error)? {
            Some(row) => row.at(now),
            None => Ok(SessionCensus::default()),
        }
    }

    /// On PostgreSQL one pool does everything.
    fn connections(&self) -> ConnectionCount {
        match self.dialect {
            Dialect::Postgres => count(&self.writer),
            Dialect::Sqlite => sum(count(&self.writer), count(&self.reader)),
        }
    }
}

#[derive(FromQueryResult)]
struct CensusRow {
    live: i64,
    first_limit: Option<i64>,
}

impl CensusRow {
    fn at(self, now: Timestamp) -> Result<SessionCensus, StorageError> {
        let first_limit = self.first_limit.map(Timestamp::from_unix_micros);
        Ok(SessionCensus {
            live: stored::parsed("count", u64::try_from(self.live))?,
            overdue_since: first_limit.filter(|limit| *limit <= now),
        })
    }
}

fn census(backend: DbBackend, now: Timestamp) -> Statement {
    Statement::from_sql_and_values(backend, CENSUS, [now.unix_micros().into()])
}

fn count(db: &DatabaseConnection) -> ConnectionCount {
    let (open, idle, most) = if db.get_database_backend() == DbBackend::Postgres {
        let pool = db.get_postgres_connection_pool();
        (
            pool.size(),
            pool.num_idle(),
            pool.options().get_max_connections(),
        )
    } else {
        let pool = db.get_sqlite_connection_pool();
        (
            pool.size(),
            pool.num_idle(),
            pool.options().get_max_connections(),
        )
    };
    // The two numbers are not of the same moment.
    let idle = u32::try_from(idle).unwrap_or(u32::MAX).min(open);
    ConnectionCount {
        idle,
        used: open - idle,
        most,
    }
}

const fn sum(one: ConnectionCount, other: ConnectionCount) -> ConnectionCount {
    ConnectionCount {
        idle: one.idle + other.idle,
        used: one.used + other.used,
        most: one.most + other.most,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::explain::{databases, plan};

    // 2.9: however many sessions were ended before.
    #[tokio::test]
    async fn the_census_goes_by_the_index_of_the_sweep() {
        let [sqlite, _] = databases().await;
        let census = census(DbBackend::Sqlite, Timestamp::from_unix_micros(0));
        let plan = plan(&sqlite, census).await;
        assert!(plan.contains("INDEX sessions_idle_expires_at"), "{plan}");
    }
}
