//! Removes registrations that were abandoned (A14).

use std::sync::Arc;

use domain::ports::{Clock, StorageError, UnitOfWorkFactory};

use crate::Ports;
use crate::batches::{BATCH, until_done};

/// Removes what is left of registrations whose hour is over: addresses, digests, hashes.
#[derive(Clone)]
pub struct PurgeExpiredRegistrations {
    units: Arc<dyn UnitOfWorkFactory>,
    clock: Arc<dyn Clock>,
}

impl PurgeExpiredRegistrations {
    /// Makes it over these adapters.
    #[must_use]
    pub fn new(ports: &Ports) -> Self {
        Self {
            units: ports.storage.units.clone(),
            clock: ports.system.clock.clone(),
        }
    }

    /// Removes them in batches; says how many.
    ///
    /// # Errors
    /// When storage fails; the batches before stay removed.
    pub async fn execute(&self) -> Result<u64, StorageError> {
        until_done(|| self.purge_batch()).await
    }

    async fn purge_batch(&self) -> Result<u64, StorageError> {
        let mut unit = self.units.begin().await?;
        let purged = unit
            .registrations()
            .purge_expired(self.clock.now(), BATCH)
            .await?;
        unit.commit().await?;
        Ok(purged)
    }
}
