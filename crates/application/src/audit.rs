//! Starts audit events with their id, so that every use case writes them alike.

use std::sync::Arc;

use domain::audit::{AuditAction, AuditEvent, AuditEventId};
use domain::ports::IdGenerator;
use domain::request_origin::RequestOrigin;
use domain::timestamp::Timestamp;

/// Makes audit events.
#[derive(Clone)]
pub(crate) struct AuditTrail {
    ids: Arc<dyn IdGenerator>,
}

impl AuditTrail {
    pub(crate) fn new(ids: Arc<dyn IdGenerator>) -> Self {
        Self { ids }
    }

    /// An event of now, from this origin.
    pub(crate) fn event(
        &self,
        action: AuditAction,
        now: Timestamp,
        origin: &RequestOrigin,
    ) -> AuditEvent {
        let id = AuditEventId::from_uuid(self.ids.ordered(now));
        AuditEvent::new(id, now, action, origin.clone())
    }
}
