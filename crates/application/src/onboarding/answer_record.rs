//! What every change of answers writes beside them.

use domain::audit::AuditAction;
use domain::ports::{StorageError, UnitOfWork};
use domain::request_origin::RequestOrigin;
use domain::timestamp::Timestamp;
use domain::user::UserId;

use crate::Ports;
use crate::audit::AuditTrail;

/// Records changes of answers. What was answered is no part of it.
#[derive(Clone)]
pub(super) struct AnswerRecord(AuditTrail);

impl AnswerRecord {
    pub(super) fn new(ports: &Ports) -> Self {
        Self(AuditTrail::new(ports.system.ids.clone()))
    }

    /// In the unit of the change: that a user did `what` to their own answers.
    pub(super) async fn append(
        &self,
        unit: &mut dyn UnitOfWork,
        what: &'static str,
        (user, origin): (UserId, &RequestOrigin),
        now: Timestamp,
    ) -> Result<(), StorageError> {
        let event = self.0.event(AuditAction::UserInfoChanged, now, origin);
        let event = event.by(user).about(user).because(what);
        unit.audit().append(&event).await
    }
}
