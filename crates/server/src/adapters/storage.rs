//! Where accounts are kept: SQLite or PostgreSQL.

use std::sync::Arc;

use application::StoragePorts;
use domain::ports::{
    AuditQueries, ExportQueries, HealthProbe, ItemQueries, JobQueries, JobSource,
    OnboardingQueries, SchemaMigrator, SessionQueries, StorageError, StorageMonitor,
    ThrottleQueries, UnitOfWorkFactory, UserQueries,
};
use infra_postgres::PostgresSettings;
use infra_sqlite::{ServingLock, SqliteSettings, lock_for_serving};

use super::home_runtime::at_home;
use crate::error::ServerError;
use crate::settings::{Settings, SettingsError, StorageSettings, StorageUrl};

/// Opens the database that `storage.url` names. PostgreSQL need not be there yet (I14). Call it inside the
/// runtime that lives longest.
///
/// # Errors
/// When the URL is not one, or a SQLite file cannot be opened.
pub async fn open(settings: &Settings) -> Result<StoragePorts, ServerError> {
    match &settings.storage.url {
        StorageUrl::Sqlite(_) => {
            let database = Box::pin(infra_sqlite::open(&sqlite(settings))).await;
            database.map(|it| ports(&Arc::new(it.storage), it.schema))
        }
        StorageUrl::Postgres(_) => {
            let database = infra_postgres::open(&postgres(settings));
            database.map(|it| at_home(ports(&Arc::new(it.storage), it.schema)))
        }
    }
    .map_err(unusable)
}

/// One storage as every port that it implements.
fn ports<S>(storage: &Arc<S>, schema: Arc<dyn SchemaMigrator>) -> StoragePorts
where
    S: UnitOfWorkFactory
        + UserQueries
        + SessionQueries
        + ItemQueries
        + OnboardingQueries
        + ExportQueries
        + ThrottleQueries
        + AuditQueries
        + JobQueries
        + JobSource
        + HealthProbe
        + StorageMonitor
        + 'static,
{
    StoragePorts {
        units: storage.clone(),
        users: storage.clone(),
        sessions: storage.clone(),
        items: storage.clone(),
        onboarding: storage.clone(),
        exports: storage.clone(),
        throttles: storage.clone(),
        audit: storage.clone(),
        jobs: storage.clone(),
        job_source: storage.clone(),
        health: storage.clone(),
        monitor: storage.clone(),
        schema,
    }
}

/// Whether the server that `storage.url` names can be reached at all, and why not. A file needs no connection.
///
/// # Errors
/// With the cause.
pub async fn reach(settings: &Settings) -> Result<(), StorageError> {
    match &settings.storage.url {
        StorageUrl::Sqlite(_) => Ok(()),
        StorageUrl::Postgres(_) => infra_postgres::reach(&postgres(settings)).await,
    }
}

/// Keeps a second serving process off a SQLite file; PostgreSQL takes any number (I15).
///
/// # Errors
/// When another process serves the file.
pub fn lock(settings: &Settings) -> Result<Option<ServingLock>, ServerError> {
    match &settings.storage.url {
        StorageUrl::Sqlite(_) => lock_for_serving(&sqlite(settings))
            .map(Some)
            .map_err(|error| ServerError::failed("database", error)),
        StorageUrl::Postgres(_) => Ok(None),
    }
}

fn sqlite(settings: &Settings) -> SqliteSettings {
    SqliteSettings {
        url: settings.storage.url.expose().to_owned(),
        data_dir: settings.data_dir.clone(),
        max_connections: settings.storage.max_connections.get(),
    }
}

fn postgres(settings: &Settings) -> PostgresSettings {
    PostgresSettings {
        url: settings.storage.url.expose().to_owned(),
        max_connections: settings.storage.max_connections.get(),
    }
}

/// Before anything was sent, only the URL can be wrong.
fn unusable(error: StorageError) -> ServerError {
    match error {
        StorageError::Failed(reason) => SettingsError::key(StorageSettings::URL, reason).into(),
        StorageError::Unavailable(reason) => ServerError::failed("database", reason),
    }
}
