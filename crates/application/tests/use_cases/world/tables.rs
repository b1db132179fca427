//! What the database holds, read past the ports as a thief of the file would.

use sqlx::{AssertSqlSafe, SqlitePool};

use super::storage::Database;

const NAMES: [&str; 17] = [
    "users",
    "registrations",
    "sessions",
    "password_resets",
    "email_changes",
    "items",
    "onboarding_questions",
    "user_infos",
    "user_answers",
    "exports",
    "export_parts",
    "idempotency_records",
    "throttles",
    "jobs",
    "job_attempts",
    "schedules",
    "audit_events",
];

pub(crate) struct Tables(SqlitePool);

impl Tables {
    pub(crate) async fn open(database: &Database) -> Self {
        let pool = SqlitePool::connect(&database.url()).await;
        Self(pool.expect("a second connection"))
    }

    /// Every row of every table, as SQL literals: texts as they are, bytes in hexadecimal.
    pub(crate) async fn dump(&self) -> Vec<String> {
        let mut rows = Vec::new();
        for name in NAMES {
            rows.extend(self.rows(name).await);
        }
        rows
    }

    /// The rows of one table, sorted.
    pub(crate) async fn rows(&self, table: &str) -> Vec<String> {
        let columns = self
            .texts(format!(
                "SELECT 'quote(' || name || ')' FROM pragma_table_info('{table}')"
            ))
            .await;
        let row = columns.join(" || ' ' || ");
        self.texts(format!(
            "SELECT '{table}: ' || {row} FROM {table} ORDER BY 1"
        ))
        .await
    }

    /// How many rows a table has.
    pub(crate) async fn count(&self, table: &str) -> usize {
        self.rows(table).await.len()
    }

    /// The audit log, oldest first: `event outcome reason`.
    pub(crate) async fn audit(&self) -> Vec<String> {
        let sql = "SELECT trim(event || ' ' || outcome || ' ' || coalesce(reason, '')) \
                   FROM audit_events ORDER BY rowid";
        self.texts(sql.to_owned()).await
    }

    /// The last line of the audit log.
    pub(crate) async fn last_audit(&self) -> String {
        let mut lines = self.audit().await;
        lines.pop().expect("an audit event")
    }

    /// The kinds of the jobs, oldest first.
    pub(crate) async fn job_kinds(&self) -> Vec<String> {
        self.texts("SELECT kind FROM jobs ORDER BY rowid".to_owned())
            .await
    }

    /// Runs a statement that no use case has.
    pub(crate) async fn execute(&self, sql: &str) {
        let done = sqlx::query(AssertSqlSafe(sql.to_owned()))
            .execute(&self.0)
            .await;
        done.expect("a statement");
    }

    /// The first column of a query.
    pub(crate) async fn texts(&self, sql: String) -> Vec<String> {
        let rows = sqlx::query_scalar(AssertSqlSafe(sql))
            .fetch_all(&self.0)
            .await;
        rows.expect("a query")
    }
}
