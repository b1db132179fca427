//! An event as a row, and back.

use domain::audit::{AuditEvent, AuditEventId, AuditOutcome, RecordedEvent};
use domain::ports::StorageError;
use domain::request_origin::RequestOrigin;
use domain::session::SessionId;
use domain::timestamp::Timestamp;
use domain::user::UserId;

use super::entity::Model;
use crate::origin::OriginColumns;
use crate::stored;

impl From<&AuditEvent> for Model {
    fn from(event: &AuditEvent) -> Self {
        let origin = OriginColumns::from(&event.origin);
        Self {
            id: event.id.as_uuid(),
            at: event.at.unix_micros(),
            event: event.action.event_name().to_owned(),
            outcome: event.action.outcome().as_str().to_owned(),
            reason: event.reason.map(ToOwned::to_owned),
            actor_id: event.actor.map(UserId::as_uuid),
            subject_id: event.subject.map(UserId::as_uuid),
            object: event.object.map(|object| object.to_string()),
            session_id: event.session.map(SessionId::as_uuid),
            ip: origin.ip,
            user_agent: origin.user_agent,
            request_id: origin.request_id,
        }
    }
}

impl TryFrom<Model> for RecordedEvent {
    type Error = StorageError;

    fn try_from(row: Model) -> Result<Self, Self::Error> {
        let origin = OriginColumns {
            ip: row.ip,
            user_agent: row.user_agent,
            request_id: row.request_id,
        };
        Ok(Self {
            id: AuditEventId::from_uuid(row.id),
            at: Timestamp::from_unix_micros(row.at),
            event: row.event,
            outcome: stored::known("outcome", AuditOutcome::from_name(&row.outcome))?,
            reason: row.reason,
            actor: row.actor_id.map(UserId::from_uuid),
            subject: row.subject_id.map(UserId::from_uuid),
            object: row.object,
            session: row.session_id.map(SessionId::from_uuid),
            origin: RequestOrigin::try_from(origin)?,
        })
    }
}
