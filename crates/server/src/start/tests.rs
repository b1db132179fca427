//! Waiting for services, and giving up where waiting does not help.

use std::sync::Mutex;

use async_trait::async_trait;
use domain::ports::{MigrationStatus, SchemaError};
use infra_system::SystemSecrets;

use super::*;

/// A schema that gives the answers it was told, last one first, and is well when they are used up.
struct Scripted(Mutex<Vec<Result<bool, SchemaError>>>);

#[async_trait]
impl SchemaMigrator for Scripted {
    async fn up(&self) -> Result<(), SchemaError> {
        self.status().await.map(|_| ())
    }

    async fn down(&self, _: u32) -> Result<(), SchemaError> {
        Ok(())
    }

    async fn status(&self) -> Result<Vec<MigrationStatus>, SchemaError> {
        let answer = self.0.lock().unwrap().pop().unwrap_or(Ok(true));
        answer.map(|applied| {
            vec![MigrationStatus {
                name: "m0001_users".to_owned(),
                applied,
            }]
        })
    }
}

fn start_up(mode: MigrationMode, answers: Vec<Result<bool, SchemaError>>) -> StartUp {
    StartUp {
        schema: Arc::new(Scripted(Mutex::new(answers))),
        mode,
        secrets: Arc::new(SystemSecrets),
        first_superuser: None,
        record: None,
    }
}

fn down() -> Result<bool, SchemaError> {
    Err(SchemaError::Unavailable("connection refused".to_owned()))
}

// I14
#[tokio::test(start_paused = true)]
async fn a_database_that_is_down_is_waited_for() {
    let started = tokio::time::Instant::now();
    let answers = std::iter::repeat_with(down).take(10).collect();
    start_up(MigrationMode::Auto, answers).run().await.unwrap();
    let waited = started.elapsed();
    assert!(
        waited > Duration::from_secs(10),
        "the waits grow: {waited:?}"
    );
    assert!(
        waited < Duration::from_secs(35),
        "but not beyond five seconds: {waited:?}"
    );
}

// I14
#[tokio::test(start_paused = true)]
async fn what_waiting_does_not_mend_ends_the_start_at_once() {
    for hopeless in [
        SchemaError::Refused("wrong password".to_owned()),
        SchemaError::TooNew("m9999_tomorrow".to_owned()),
        SchemaError::Failed("syntax error".to_owned()),
    ] {
        let start = start_up(MigrationMode::Auto, vec![Err(hopeless.clone()), down()]);
        let line = start.run().await.unwrap_err().to_string();
        assert_eq!(line, format!("database: {hopeless}"));
    }
}

// H5
#[tokio::test(start_paused = true)]
async fn without_the_right_to_migrate_the_migrations_of_others_are_waited_for() {
    let started = tokio::time::Instant::now();
    let start = start_up(MigrationMode::Never, vec![Ok(false), Ok(false)]);
    start.run().await.unwrap();
    assert!(started.elapsed() >= Duration::from_millis(200));
}

// H1
#[test]
fn random_passwords_are_long_and_differ() {
    let first = random_password(&SystemSecrets);
    assert_eq!(first.length(), 20);
    assert_ne!(first, random_password(&SystemSecrets));
}
