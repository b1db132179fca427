//! SQLite in a folder of its own, behind ports that fail when they are told to.

use std::sync::Arc;

use infra_sqlite::{SqliteSettings, open as open_sqlite};
use port_contracts::doubles::FixedClock;
use portico_application::StoragePorts;
use tempfile::TempDir;

use super::faults::Faults;
use super::faulty_reads::FaultyReads;
use super::faulty_units::FaultyUnits;

/// The file; it is gone with this.
pub(crate) struct Database(TempDir);

impl Database {
    /// A folder without a file.
    pub(crate) fn new() -> Self {
        Self(TempDir::new().expect("a folder"))
    }

    pub(crate) fn url(&self) -> String {
        format!("sqlite://{}", self.0.path().join("portico.db").display())
    }

    /// Opens the file as one more instance would, with its schema in place.
    pub(crate) async fn open(&self, clock: &Arc<FixedClock>) -> (StoragePorts, Arc<Faults>) {
        let settings = SqliteSettings {
            url: "sqlite://portico.db?mode=rwc".to_owned(),
            data_dir: self.0.path().to_owned(),
            max_connections: 4,
        };
        let opened = open_sqlite(&settings).await.expect("a database");
        opened.schema.up().await.expect("a schema");
        let storage = Arc::new(opened.storage);
        let faults = Arc::new(Faults::new(clock.clone()));
        let reads = Arc::new(FaultyReads {
            users: storage.clone(),
            sessions: storage.clone(),
            items: storage.clone(),
            onboarding: storage.clone(),
            exports: storage.clone(),
            audit: storage.clone(),
            jobs: storage.clone(),
            throttles: storage.clone(),
            faults: faults.clone(),
        });
        let ports = StoragePorts {
            units: Arc::new(FaultyUnits {
                inner: storage.clone(),
                faults: faults.clone(),
            }),
            users: reads.clone(),
            sessions: reads.clone(),
            items: reads.clone(),
            onboarding: reads.clone(),
            exports: reads.clone(),
            audit: reads.clone(),
            jobs: reads.clone(),
            throttles: reads,
            job_source: storage.clone(),
            schema: opened.schema,
            health: storage.clone(),
            monitor: storage,
        };
        (ports, faults)
    }
}
