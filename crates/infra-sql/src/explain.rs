//! Which way a database takes to a statement's rows.

use sea_orm::{ConnectionTrait, Database, DatabaseConnection, DbBackend, Statement};
use test_services::Postgres;

/// A SQLite and a PostgreSQL with the schema in place.
pub(crate) async fn databases() -> [DatabaseConnection; 2] {
    let postgres = Postgres::shared().url_for_new_database();
    let sqlite = Database::connect("sqlite::memory:").await.unwrap();
    let postgres = Database::connect(postgres).await.unwrap();
    for db in [&sqlite, &postgres] {
        migrations::up(db.into()).await.unwrap();
    }
    [sqlite, postgres]
}

/// The steps of the plan, a line for each.
pub(crate) async fn plan(db: &impl ConnectionTrait, statement: Statement) -> String {
    let (explain, column) = match statement.db_backend {
        DbBackend::Postgres => ("EXPLAIN", "QUERY PLAN"),
        _ => ("EXPLAIN QUERY PLAN", "detail"),
    };
    let explained = Statement {
        sql: format!("{explain} {}", statement.sql),
        ..statement
    };
    let steps = db.query_all_raw(explained).await.unwrap();
    let steps = steps.iter().map(|step| step.try_get("", column).unwrap());
    steps.collect::<Vec<String>>().join("\n")
}

/// Whether a plan reads all rows of a table, or puts rows in order by itself.
pub(crate) fn is_slow(plan: &str) -> bool {
    let reads_all = |step: &str| step.starts_with("SCAN") && !step.contains("INDEX");
    plan.lines().any(reads_all)
        || ["Seq Scan", "Sort", "TEMP B-TREE"]
            .iter()
            .any(|step| plan.contains(step))
}
