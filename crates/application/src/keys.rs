//! Token keys. Their ring is no part of storage, so that what is done with it can only be written down beside it.

use std::sync::Arc;

use domain::audit::AuditAction;
use domain::ports::{Clock, StorageError, UnitOfWorkFactory};
use domain::request_origin::RequestOrigin;

use crate::audit::AuditTrail;
use crate::{StoragePorts, SystemPorts};

/// Writes down that an operator changed the key ring (D7, H4).
#[derive(Clone)]
pub struct RecordRotation {
    units: Arc<dyn UnitOfWorkFactory>,
    clock: Arc<dyn Clock>,
    audit: AuditTrail,
}

impl RecordRotation {
    /// Makes it over these adapters.
    #[must_use]
    pub fn new(storage: &StoragePorts, system: &SystemPorts) -> Self {
        Self {
            units: storage.units.clone(),
            clock: system.clock.clone(),
            audit: AuditTrail::new(system.ids.clone()),
        }
    }

    /// Writes the event; `step` says which step of a rotation was taken.
    ///
    /// # Errors
    /// When storage fails. The ring has been changed all the same.
    pub async fn execute(&self, step: &'static str) -> Result<(), StorageError> {
        let (now, nowhere) = (self.clock.now(), RequestOrigin::default());
        let event = self.audit.event(AuditAction::KeysRotated, now, &nowhere);
        let mut unit = self.units.begin().await?;
        unit.audit().append(&event.because(step)).await?;
        unit.commit().await
    }
}
