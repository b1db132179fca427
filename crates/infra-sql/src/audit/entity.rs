//! The table `audit_events`.

use domain::audit::AuditEvent;
use domain::session::SessionId;
use domain::user::UserId;
use sea_orm::entity::prelude::*;

use crate::origin::OriginColumns;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "audit_events")]
pub(crate) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub(crate) id: Uuid,
    pub(crate) at: i64,
    pub(crate) event: String,
    pub(crate) outcome: String,
    pub(crate) reason: Option<String>,
    pub(crate) actor_id: Option<Uuid>,
    pub(crate) subject_id: Option<Uuid>,
    pub(crate) session_id: Option<Uuid>,
    pub(crate) ip: Option<String>,
    pub(crate) user_agent: Option<String>,
    pub(crate) request_id: Option<String>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub(crate) enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

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
            session_id: event.session.map(SessionId::as_uuid),
            ip: origin.ip,
            user_agent: origin.user_agent,
            request_id: origin.request_id,
        }
    }
}
