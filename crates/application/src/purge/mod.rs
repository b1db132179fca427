//! Removes rows whose time is over: a scheduled job for each kind of them.

mod leftover;
mod purge_job;

pub use leftover::Leftover;
pub use purge_job::{PurgeJob, PurgeLeftovers};

use std::sync::Arc;

use domain::ports::{Clock, StorageError, UnitOfWorkFactory};

use crate::Ports;
use crate::batches::until_done;

/// Removes leftovers.
#[derive(Clone)]
pub struct Purge {
    units: Arc<dyn UnitOfWorkFactory>,
    clock: Arc<dyn Clock>,
}

impl Purge {
    /// Makes it over these adapters.
    #[must_use]
    pub fn new(ports: &Ports) -> Self {
        Self {
            units: ports.storage.units.clone(),
            clock: ports.system.clock.clone(),
        }
    }

    /// Removes leftovers of one kind in batches; says how many there were.
    ///
    /// # Errors
    /// When storage fails; the batches before stay removed.
    pub async fn execute(&self, leftover: Leftover) -> Result<u64, StorageError> {
        until_done(|| self.purge_batch(leftover)).await
    }

    async fn purge_batch(&self, leftover: Leftover) -> Result<u64, StorageError> {
        let mut unit = self.units.begin().await?;
        let purged = leftover.purge(&mut *unit, self.clock.now()).await?;
        unit.commit().await?;
        Ok(purged)
    }
}
