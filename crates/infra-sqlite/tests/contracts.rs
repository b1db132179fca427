//! The contracts of the ports of storage, on a SQLite file.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use domain::ports::SchemaMigrator;
use port_contracts::schema_migrator::Instances;
use port_contracts::storage::Storage;
use port_contracts::{
    audit_log_contract, audit_queries_contract, email_changes_contract, exports_contract,
    health_contract, idempotency_contract, items_contract, job_overview_contract,
    job_source_contract, jobs_contract, onboarding_contract, password_resets_contract,
    registrations_contract, schedules_contract, schema_migrator_contract, sessions_contract,
    throttles_contract, unit_of_work_contract, users_contract,
};
use portico_infra_sqlite::{SqliteSettings, open};
use std::sync::Arc;
use tempfile::TempDir;

use dialect::{Subject, dialect_cases};

#[path = "../../infra-sql/tests/dialect/mod.rs"]
mod dialect;

fn settings(folder: &TempDir) -> SqliteSettings {
    SqliteSettings {
        url: "sqlite://portico.db?mode=rwc".to_owned(),
        data_dir: folder.path().to_owned(),
        max_connections: 10,
    }
}

async fn a_database() -> Subject {
    let folder = TempDir::new().unwrap();
    let database = open(&settings(&folder)).await.unwrap();
    let url = format!("sqlite://{}", folder.path().join("portico.db").display());
    Subject::new(database, &url, Box::new(folder)).await
}

async fn storage() -> Storage {
    a_database().await.into_contract()
}

/// Five processes on one file that is still empty.
async fn instances() -> Instances {
    let folder = TempDir::new().unwrap();
    let mut migrators: Vec<Arc<dyn SchemaMigrator>> = Vec::new();
    for _ in 0..5 {
        migrators.push(open(&settings(&folder)).await.unwrap().schema);
    }
    let keep = Box::new(folder);
    Instances { migrators, keep }
}

unit_of_work_contract!(storage().await);
users_contract!(storage().await);
registrations_contract!(storage().await);
sessions_contract!(storage().await);
password_resets_contract!(storage().await);
email_changes_contract!(storage().await);
items_contract!(storage().await);
onboarding_contract!(storage().await);
exports_contract!(storage().await);
idempotency_contract!(storage().await);
throttles_contract!(storage().await);
jobs_contract!(storage().await);
job_source_contract!(storage().await);
job_overview_contract!(storage().await);
schedules_contract!(storage().await);
audit_log_contract!(storage().await);
audit_queries_contract!(storage().await);
health_contract!(storage().await);
schema_migrator_contract!(instances().await);

dialect_cases!(
    a_database().await,
    a_newer_schema_is_refused,
    an_older_account_is_found,
    older_jobs_are_normal,
    the_first_questions_are_asked,
    an_answered_question_cannot_go,
    a_bad_row_is_an_error,
    a_deleted_user_takes_its_sessions_along,
    a_session_needs_its_user,
    a_long_error_is_cut_and_kept,
    a_finished_job_has_no_lease_and_an_end,
    a_full_pool_is_unavailable,
);
