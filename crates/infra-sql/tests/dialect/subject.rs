//! A database under test, and a way into it that the ports do not give.

use std::sync::Arc;

use domain::job::{JobId, SealedPayload};
use domain::ports::StorageError;
use infra_sql::{SqlDatabase, SqlStorage};
use port_contracts::Keep;
use port_contracts::storage::{Storage, StoredPayloads};
use sea_orm::{ConnectionTrait, Database, DatabaseConnection, QueryResult, Statement};

/// A database with its schema in place.
pub(crate) struct Subject {
    pub(crate) database: SqlDatabase,
    raw: RawConnection,
    keep: Keep,
}

struct RawConnection(DatabaseConnection);

impl Subject {
    /// Takes a database that is still empty.
    pub(crate) async fn new(database: SqlDatabase, url: &str, keep: Keep) -> Self {
        database.schema.up().await.unwrap();
        let raw = RawConnection(Database::connect(url).await.unwrap());
        Self {
            database,
            raw,
            keep,
        }
    }

    pub(crate) fn storage(&self) -> &SqlStorage {
        &self.database.storage
    }

    /// Runs a statement past the ports.
    pub(crate) async fn execute(&self, sql: &str) {
        self.raw.0.execute_unprepared(sql).await.unwrap();
    }

    /// Reads one text past the ports.
    pub(crate) async fn text(&self, sql: &str) -> String {
        let rows = self.raw.query(sql).await;
        rows[0].try_get_by_index(0).unwrap()
    }

    pub(crate) fn into_contract(self) -> Storage {
        let storage = Arc::new(self.database.storage);
        Storage {
            units: Arc::clone(&storage) as _,
            users: Arc::clone(&storage) as _,
            sessions: Arc::clone(&storage) as _,
            items: Arc::clone(&storage) as _,
            onboarding: Arc::clone(&storage) as _,
            exports: Arc::clone(&storage) as _,
            throttles: Arc::clone(&storage) as _,
            audit: Arc::clone(&storage) as _,
            jobs: Arc::clone(&storage) as _,
            job_source: Arc::clone(&storage) as _,
            health: Arc::clone(&storage) as _,
            monitor: storage,
            payloads: Arc::new(self.raw),
            keep: self.keep,
        }
    }
}

impl RawConnection {
    async fn query(&self, sql: &str) -> Vec<QueryResult> {
        let statement = Statement::from_string(self.0.get_database_backend(), sql);
        self.0.query_all_raw(statement).await.unwrap()
    }
}

#[port_contracts::async_trait]
impl StoredPayloads for RawConnection {
    async fn payload_of(&self, job: JobId) -> Result<SealedPayload, StorageError> {
        let query = "SELECT payload FROM jobs WHERE id = $1";
        let backend = self.0.get_database_backend();
        let query = Statement::from_sql_and_values(backend, query, [job.as_uuid().into()]);
        let row = self.0.query_one_raw(query).await.unwrap().unwrap();
        Ok(SealedPayload::from_sealed(row.try_get_by_index(0).unwrap()))
    }
}
