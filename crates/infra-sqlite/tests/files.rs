//! What is particular about a database in a file, and about one in memory.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::path::Path;

use domain::ports::{HealthProbe, JobSource, StorageError, UnitOfWorkFactory, UserQueries};
use infra_sql::SqlDatabase;
use port_contracts::fixtures::{A_MOMENT, a_claim, a_job, a_user};
use portico_infra_sqlite::{ServingLockError, SqliteSettings, lock_for_serving, open};
use sea_orm::{ConnectionTrait, Database, Statement};
use tempfile::TempDir;

fn settings(folder: &Path, url: &str) -> SqliteSettings {
    SqliteSettings {
        url: url.to_owned(),
        data_dir: folder.to_owned(),
        max_connections: 4,
    }
}

fn a_file_in(folder: &TempDir) -> SqliteSettings {
    settings(folder.path(), "sqlite://portico.db?mode=rwc")
}

async fn with_schema(settings: &SqliteSettings) -> SqlDatabase {
    let database = open(settings).await.unwrap();
    database.schema.up().await.unwrap();
    database
}

#[cfg(unix)]
#[tokio::test]
async fn only_the_owner_can_read_what_is_made() {
    use std::os::unix::fs::PermissionsExt;

    let folder = TempDir::new().unwrap();
    let inside = folder.path().join("data");
    let settings = settings(&inside, "sqlite://portico.db?mode=rwc");
    let _lock = lock_for_serving(&settings).unwrap();
    let _database = with_schema(&settings).await;
    let mode = |path: &Path| path.metadata().unwrap().permissions().mode() & 0o777;
    assert_eq!(mode(&inside), 0o700);
    for file in [
        "portico.db",
        "portico.db-wal",
        "portico.db-shm",
        "portico.db.lock",
    ] {
        assert_eq!(mode(&inside.join(file)), 0o600, "{file}");
    }
}

// I1: what was committed is there after a restart.
#[tokio::test]
async fn a_file_keeps_what_was_committed() {
    let folder = TempDir::new().unwrap();
    let user = a_user().build();
    let first = with_schema(&a_file_in(&folder)).await.storage;
    let mut unit = first.begin().await.unwrap();
    unit.users().insert(&user, None).await.unwrap();
    unit.commit().await.unwrap();
    drop(first);
    let second = open(&a_file_in(&folder)).await.unwrap().storage;
    assert_eq!(second.email_is_taken(&user.email).await, Ok(true));
}

// I1
#[tokio::test]
async fn the_write_ahead_log_is_on() {
    let folder = TempDir::new().unwrap();
    let _database = with_schema(&a_file_in(&folder)).await;
    let url = format!("sqlite://{}", folder.path().join("portico.db").display());
    let raw = Database::connect(url).await.unwrap();
    let mode = Statement::from_string(raw.get_database_backend(), "PRAGMA journal_mode");
    let row = raw.query_one_raw(mode).await.unwrap().unwrap();
    assert_eq!(row.try_get_by_index::<String>(0).unwrap(), "wal");
}

#[tokio::test]
async fn a_missing_file_is_made_only_when_the_url_says_so() {
    let folder = TempDir::new().unwrap();
    let refusal = open(&settings(folder.path(), "sqlite://portico.db")).await;
    let refusal = refusal.map(drop);
    assert!(
        matches!(refusal, Err(StorageError::Unavailable(_))),
        "{refusal:?}"
    );
    assert!(!folder.path().join("portico.db").exists());
}

#[tokio::test]
async fn a_url_that_is_not_one_is_refused() {
    let refusal = open(&settings(Path::new("."), "sqlite://x?mode=write")).await;
    assert!(matches!(refusal.map(drop), Err(StorageError::Failed(_))));
}

// I15
#[test]
fn a_second_serving_process_is_refused() {
    let folder = TempDir::new().unwrap();
    let first = lock_for_serving(&a_file_in(&folder)).unwrap();
    let refusal = lock_for_serving(&a_file_in(&folder)).unwrap_err();
    assert!(matches!(&refusal, ServingLockError::InUse(_)), "{refusal}");
    assert!(refusal.to_string().contains("portico.db.lock"), "{refusal}");
    drop(first);
    assert!(lock_for_serving(&a_file_in(&folder)).is_ok());
}

// I15: `create-superuser` works while `serve` runs.
#[tokio::test]
async fn a_short_command_needs_no_lock() {
    let folder = TempDir::new().unwrap();
    let _serving = lock_for_serving(&a_file_in(&folder)).unwrap();
    let served = with_schema(&a_file_in(&folder)).await.storage;
    let command = open(&a_file_in(&folder)).await.unwrap().storage;
    let user = a_user().build();
    let mut unit = command.begin().await.unwrap();
    unit.users().insert(&user, None).await.unwrap();
    unit.commit().await.unwrap();
    assert_eq!(served.email_is_taken(&user.email).await, Ok(true));
}

#[tokio::test]
async fn each_database_in_memory_is_one_of_its_own() {
    let memory = settings(Path::new("."), "sqlite::memory:");
    let (one, other) = (
        with_schema(&memory).await.storage,
        with_schema(&memory).await.storage,
    );
    let _nothing_to_lock = lock_for_serving(&memory).unwrap();
    lock_for_serving(&memory).unwrap();
    let mut unit = one.begin().await.unwrap();
    unit.jobs().enqueue(&a_job().build()).await.unwrap();
    unit.commit().await.unwrap();
    assert_eq!(one.check().await, Ok(()));
    assert_eq!(other.claim(&a_claim(A_MOMENT)).await, Ok(Vec::new()));
    assert_eq!(
        one.claim(&a_claim(A_MOMENT)).await.map(|jobs| jobs.len()),
        Ok(1)
    );
}
