//! Somebody asked for what is not theirs.

use std::num::NonZeroU32;
use std::sync::Arc;
use std::time::Duration;

use domain::audit::AuditAction;
use domain::limit::Quota;
use domain::ports::{Clock, StorageError, UnitOfWorkFactory};
use domain::request_origin::RequestOrigin;

use super::Authenticated;
use crate::audit::AuditTrail;
use crate::{NamedQuota, Policies, Ports, RateGate};

/// How many refusals of one user are written down: nobody makes the audit log grow without end.
const KEPT: NamedQuota = NamedQuota {
    name: "denials_per_user",
    quota: Quota {
        burst: NonZeroU32::MIN.saturating_add(59),
        period: Duration::from_hours(1),
    },
};

/// Writes down that a right was missing (ASVS 16.3.2).
#[derive(Clone)]
pub struct RecordDenial {
    units: Arc<dyn UnitOfWorkFactory>,
    clock: Arc<dyn Clock>,
    gate: RateGate,
    audit: AuditTrail,
}

impl RecordDenial {
    pub(super) fn new(ports: &Ports, policies: &Policies) -> Self {
        Self {
            units: ports.storage.units.clone(),
            clock: ports.system.clock.clone(),
            gate: RateGate::new(ports, policies.limits.are_enabled),
            audit: AuditTrail::new(ports.system.ids.clone()),
        }
    }

    /// Writes the event; `reason` says which right was missing. Nothing was changed that it could be written with.
    ///
    /// # Errors
    /// When storage fails.
    pub async fn execute(
        &self,
        caller: &Authenticated,
        reason: &'static str,
        origin: &RequestOrigin,
    ) -> Result<(), StorageError> {
        let user = caller.user.id;
        if self.gate.pass(KEPT, &user.to_string()).await.is_err() {
            return Ok(());
        }
        let now = self.clock.now();
        let event = self.audit.event(AuditAction::AccessDenied, now, origin);
        let event = event.by(user).in_session(caller.session).because(reason);
        let mut unit = self.units.begin().await?;
        unit.audit().append(&event).await?;
        unit.commit().await
    }
}
