//! What is particular about a database that is a server: it can be away, refuse us, or be a standby.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::future::poll_fn;
use std::pin::pin;
use std::task::Poll;
use std::time::{Duration, Instant};

use domain::job::JobOutcome;
use domain::ports::{HealthProbe, JobSource, SchemaError, StorageError, UnitOfWorkFactory};
use infra_sql::SqlDatabase;
use port_contracts::fixtures::{A_MOMENT, a_claim, a_job, a_registration, a_user};
use portico_infra_postgres::{PostgresSettings, open, reach};
use sea_orm::{ConnectionTrait, Database, DatabaseConnection, Statement};
use test_services::Postgres;

fn database(url: &str, max_connections: u32) -> SqlDatabase {
    let url = url.to_owned();
    open(&PostgresSettings {
        url,
        max_connections,
    })
    .unwrap()
}

async fn count(raw: &DatabaseConnection, sql: &str) -> i64 {
    let statement = Statement::from_string(raw.get_database_backend(), sql);
    let row = raw.query_one_raw(statement).await.unwrap().unwrap();
    row.try_get_by_index(0).unwrap()
}

/// The server ends a session a moment after its client has gone.
async fn becomes_zero(raw: &DatabaseConnection, sql: &str) {
    let falling = async {
        while count(raw, sql).await > 0 {
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
    };
    let fallen = tokio::time::timeout(Duration::from_secs(5), falling).await;
    assert_eq!(fallen, Ok(()));
}

// I14: the process starts while the server is down, and works once it is up.
#[tokio::test]
async fn a_server_that_is_away_is_waited_for() {
    let mut server = Postgres::start();
    let url = server.url_for_new_database();
    server.stop();
    let database = database(&url, 4);
    let refusal = database.schema.up().await;
    assert!(
        matches!(refusal, Err(SchemaError::Unavailable(_))),
        "{refusal:?}"
    );
    let asked = Instant::now();
    assert!(database.storage.check().await.is_err());
    assert!(asked.elapsed() < Duration::from_secs(2));

    server.restart();
    assert_eq!(database.schema.up().await, Ok(()));
    assert_eq!(database.storage.check().await, Ok(()));
}

// I6: a restart of the server breaks every connection; the pool makes new ones.
#[tokio::test]
async fn a_restart_of_the_server_is_survived() {
    let mut server = Postgres::start();
    let database = database(&server.url_for_new_database(), 2);
    database.schema.up().await.unwrap();
    let mut unit = database.storage.begin().await.unwrap();
    server.restart();
    let broken = unit.users().insert(&a_user().build(), None).await;
    assert!(
        matches!(broken, Err(StorageError::Unavailable(_))),
        "{broken:?}"
    );
    drop(unit);
    assert!(database.storage.begin().await.is_ok());
    assert_eq!(database.storage.check().await, Ok(()));
}

// I14: waiting does not help against a wrong password or name.
#[tokio::test]
async fn a_wrong_password_or_database_is_refused_at_once() {
    let url = Postgres::shared().url_for_new_database();
    let (server, _) = url.rsplit_once('/').unwrap();
    let wrong_password = url.replacen("portico:portico@", "portico:canary@", 1);
    for wrong in [wrong_password, format!("{server}/nowhere")] {
        let asked = Instant::now();
        let refusal = database(&wrong, 2).schema.up().await.unwrap_err();
        assert!(matches!(refusal, SchemaError::Refused(_)), "{refusal:?}");
        assert!(!refusal.to_string().contains("canary"), "{refusal}");
        assert!(asked.elapsed() < Duration::from_secs(2));
    }
}

// I6: a standby answers, but it cannot store anything.
#[tokio::test]
async fn a_server_that_only_reads_is_unhealthy_and_unavailable() {
    let url = Postgres::shared().url_for_new_database();
    let migrated = database(&url, 1);
    migrated.schema.up().await.unwrap();
    let (_, name) = url.rsplit_once('/').unwrap();
    let raw = Database::connect(&url).await.unwrap();
    let read_only = format!("ALTER DATABASE {name} SET default_transaction_read_only = on");
    raw.execute_unprepared(&read_only).await.unwrap();

    let storage = database(&url, 1).storage;
    assert!(storage.check().await.is_err());
    let mut unit = storage.begin().await.unwrap();
    let refusal = unit.users().insert(&a_user().build(), None).await;
    assert!(
        matches!(refusal, Err(StorageError::Unavailable(_))),
        "{refusal:?}"
    );
}

/// The URL of the same database for a role that may only read.
async fn for_a_reader(url: &str) -> String {
    let (_, name) = url.rsplit_once('/').unwrap();
    let raw = Database::connect(url).await.unwrap();
    let grants = format!(
        "CREATE ROLE reader_{name} LOGIN PASSWORD 'reads'; \
         GRANT SELECT ON ALL TABLES IN SCHEMA public TO reader_{name}"
    );
    raw.execute_unprepared(&grants).await.unwrap();
    let (_, place) = url.split_once('@').unwrap();
    format!("postgres://reader_{name}:reads@{place}")
}

// I6: whoever may only read can store nothing, whatever else the server answers.
#[tokio::test]
async fn a_role_that_may_only_read_is_unhealthy_and_unavailable() {
    let url = Postgres::shared().url_for_new_database();
    let migrated = database(&url, 1);
    migrated.schema.up().await.unwrap();
    assert_eq!(migrated.storage.takes_writes().await, Ok(()));

    let storage = database(&for_a_reader(&url).await, 1).storage;
    let told = storage.check().await.unwrap_err().to_string();
    assert!(told.contains("may not write"), "{told}");
    let tried = storage.takes_writes().await.unwrap_err().to_string();
    assert_eq!(tried, "permission denied for table schedules (42501)");
    let mut unit = storage.begin().await.unwrap();
    let refusal = unit.users().insert(&a_user().build(), None).await;
    assert!(
        matches!(refusal, Err(StorageError::Unavailable(_))),
        "{refusal:?}"
    );
}

// I6: the pool would only say that it has waited.
#[tokio::test]
async fn what_keeps_from_a_server_is_named_at_once() {
    let url = Postgres::shared().url_for_new_database();
    let (place, _) = url.rsplit_once('/').unwrap();
    let (role, _) = url.split_once('@').unwrap();
    let (user, _) = role.rsplit_once(':').unwrap();
    let wrong_password = url.replacen(role, &format!("{user}:wrong"), 1);
    for (url, cause) in [
        (format!("{place}/nodb"), "database \"nodb\" does not exist"),
        (wrong_password, "password authentication failed"),
        (
            format!("{role}@127.0.0.1:1/portico"),
            "connection was refused",
        ),
        (format!("{role}@nowhere.invalid/portico"), "lookup"),
    ] {
        let asked = Instant::now();
        let told = reaches(url).await.unwrap_err().to_string();
        assert!(told.contains(cause), "{told}");
        assert!(asked.elapsed() < Duration::from_secs(2));
    }
    assert_eq!(reaches(url).await, Ok(()));
}

async fn reaches(url: String) -> Result<(), StorageError> {
    let max_connections = 1;
    let settings = PostgresSettings {
        url,
        max_connections,
    };
    reach(&settings).await
}

// I6, I15: it is not the other instance's fault then, and nobody waits out the patience for it.
#[tokio::test]
async fn a_server_that_goes_away_during_the_wait_for_the_lock_is_told_of_at_once() {
    let mut server = Postgres::start();
    let url = server.url_for_new_database();
    let other = Database::connect(&url).await.unwrap();
    let take = "SELECT pg_advisory_lock(x'00706f727469636f'::bigint)";
    other.execute_unprepared(take).await.unwrap();
    let schema = database(&url, 2).schema;
    let waiting = tokio::spawn(async move { schema.up().await });
    let waiters = "SELECT COUNT(*) FROM pg_stat_activity WHERE query LIKE '%try_advisory%' \
                   AND pid <> pg_backend_pid()";
    while count(&other, waiters).await == 0 {
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    assert!(!waiting.is_finished());
    server.stop();
    let stopped = Instant::now();
    let refusal = waiting.await.unwrap().unwrap_err();
    assert!(
        matches!(refusal, SchemaError::Unavailable(_)),
        "{refusal:?}"
    );
    assert!(!refusal.to_string().contains("another instance"));
    assert!(stopped.elapsed() < Duration::from_secs(5));
}

// A14: each would wait for what the other has deleted, and in another order that is a deadlock.
#[tokio::test]
async fn two_sweepers_pass_each_other_by() {
    let url = Postgres::shared().url_for_new_database();
    let SqlDatabase { storage, schema } = database(&url, 4);
    schema.up().await.unwrap();
    let abandoned = [(); 4].map(|()| a_registration().build());
    let mut unit = storage.begin().await.unwrap();
    for registration in &abandoned {
        unit.registrations().insert(registration).await.unwrap();
    }
    unit.commit().await.unwrap();
    let end = abandoned[3].record().expires_at;

    let mut one = storage.begin().await.unwrap();
    let mut other = storage.begin().await.unwrap();
    assert_eq!(one.registrations().purge_expired(end, 2).await, Ok(2));
    assert_eq!(other.registrations().purge_expired(end, 10).await, Ok(2));
    one.commit().await.unwrap();
    other.commit().await.unwrap();
}

// I15: the lock ends with the change, whatever came of it.
#[tokio::test]
async fn the_migration_lock_is_given_back() {
    let url = Postgres::shared().url_for_new_database();
    let schema = database(&url, 2).schema;
    let raw = Database::connect(&url).await.unwrap();
    let locks = "SELECT COUNT(*) FROM pg_locks JOIN pg_database d ON d.oid = database \
                 WHERE locktype = 'advisory' AND datname = current_database()";
    schema.up().await.unwrap();
    becomes_zero(&raw, locks).await;
    let steps = u32::try_from(schema.status().await.unwrap().len()).unwrap();
    // So the step that made it cannot be undone.
    raw.execute_unprepared("DROP INDEX audit_events_at")
        .await
        .unwrap();
    let failure = schema.down(steps).await;
    assert!(
        matches!(failure, Err(SchemaError::Failed(_))),
        "{failure:?}"
    );
    becomes_zero(&raw, locks).await;
    let record = "SELECT COUNT(*) FROM seaql_migrations WHERE version = 'm0019_audit_lists'";
    assert_eq!(count(&raw, record).await, 1);
}

// I19: a request that goes away while it begins must not leave a transaction open on its connection, in
// which the next one's work would be lost.
#[tokio::test]
async fn a_cancelled_begin_costs_nobody_a_write() {
    let url = Postgres::shared().url_for_new_database();
    let SqlDatabase { storage, schema } = database(&url, 1);
    schema.up().await.unwrap();
    let raw = Database::connect(&url).await.unwrap();
    let mut unit = storage.begin().await.unwrap();
    unit.jobs().enqueue(&a_job().build()).await.unwrap();
    unit.commit().await.unwrap();

    for round in 0..12 {
        polled_at_most(round, storage.begin()).await;
        let job = storage.claim(&a_claim(A_MOMENT)).await.unwrap().remove(0);
        let running = "SELECT COUNT(*) FROM jobs WHERE state = 'running'";
        assert_eq!(count(&raw, running).await, 1, "lost in round {round}");
        let released = JobOutcome::Released;
        let settled = storage.settle(job.id, job.lease, &released, A_MOMENT);
        assert_eq!(settled.await, Ok(true));
    }
}

/// Goes on with a future so many times, then drops it.
async fn polled_at_most<T>(times: u32, future: impl Future<Output = T>) {
    let (mut future, mut left) = (pin!(future), times);
    poll_fn(|context| {
        if left == 0 {
            return Poll::Ready(());
        }
        left -= 1;
        future.as_mut().poll(context).map(drop)
    })
    .await;
}

// H5: a role that may not change the schema can run what is migrated already.
#[tokio::test]
async fn a_schema_that_is_up_to_date_needs_no_right_to_change_it() {
    let url = Postgres::shared().url_for_new_database();
    database(&url, 1).schema.up().await.unwrap();
    let raw = Database::connect(&url).await.unwrap();
    for statement in [
        "CREATE ROLE plain LOGIN PASSWORD 'plain'",
        "REVOKE CREATE ON SCHEMA public FROM PUBLIC",
        "GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO plain",
    ] {
        raw.execute_unprepared(statement).await.unwrap();
    }
    let plain = database(&url.replacen("portico:portico@", "plain:plain@", 1), 2);
    assert_eq!(plain.schema.up().await, Ok(()));
    let mut unit = plain.storage.begin().await.unwrap();
    unit.users().insert(&a_user().build(), None).await.unwrap();
    assert_eq!(unit.commit().await, Ok(()));
}
