//! A process has begun.

use std::sync::Arc;

use domain::audit::AuditAction;
use domain::ports::{Clock, StorageError, UnitOfWorkFactory};
use domain::request_origin::RequestOrigin;

use crate::Ports;
use crate::audit::AuditTrail;

/// Writes down that a process begins to serve or to work, with the configuration that it was given (H4).
#[derive(Clone)]
pub struct RecordStart {
    units: Arc<dyn UnitOfWorkFactory>,
    clock: Arc<dyn Clock>,
    audit: AuditTrail,
}

impl RecordStart {
    /// Makes it over these adapters.
    #[must_use]
    pub fn new(ports: &Ports) -> Self {
        Self {
            units: ports.storage.units.clone(),
            clock: ports.system.clock.clone(),
            audit: AuditTrail::new(ports.system.ids.clone()),
        }
    }

    /// Writes the event; `command` says what has begun.
    ///
    /// # Errors
    /// When storage fails.
    pub async fn execute(&self, command: &'static str) -> Result<(), StorageError> {
        let (now, nowhere) = (self.clock.now(), RequestOrigin::default());
        let event = self.audit.event(AuditAction::ServerStarted, now, &nowhere);
        let mut unit = self.units.begin().await?;
        unit.audit().append(&event.because(command)).await?;
        unit.commit().await
    }
}
