//! Audit events as operators see them (H4).

use domain::audit::RecordedEvent;
use domain::page::Page;
use serde::Serialize;
use utoipa::ToSchema;

use crate::extract::cursor_of;
use crate::rfc3339::rfc3339;

/// Something that happened.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct AuditEventPublic {
    /// Its id.
    #[schema(value_type = Uuid)]
    id: String,
    /// When it happened.
    #[schema(format = DateTime)]
    at: String,
    /// What it was.
    #[schema(example = "login.failed")]
    event: String,
    /// `success` or `failure`.
    #[schema(value_type = String, example = "failure")]
    outcome: &'static str,
    /// Why it was refused, or which kind of it this was.
    #[schema(required, example = "wrong_password")]
    reason: Option<String>,
    /// The user who did it, if known.
    #[schema(required, value_type = Option<Uuid>)]
    actor: Option<String>,
    /// The user whom it happened to.
    #[schema(required, value_type = Option<Uuid>)]
    subject: Option<String>,
    /// What it happened to where that is no user: what it is, a colon, and its id.
    #[schema(required, example = "job:01935f4e-7c2a-7b10-8a55-3d2c1b0a9f8e")]
    object: Option<String>,
    /// The address that the request came from.
    #[schema(required, example = "203.0.113.9")]
    ip: Option<String>,
    /// What sent the request.
    #[schema(required, max_length = 255)]
    user_agent: Option<String>,
    /// The request, as the log and the reply name it.
    #[schema(required)]
    request_id: Option<String>,
}

/// Some events, newest first.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct AuditEventsPublic {
    /// The events of this page.
    data: Vec<AuditEventPublic>,
    /// What `cursor` takes for the page after this one; `null` on the last page.
    #[schema(required)]
    pub(super) next_cursor: Option<String>,
}

impl From<&RecordedEvent> for AuditEventPublic {
    fn from(event: &RecordedEvent) -> Self {
        let origin = &event.origin;
        let (user_agent, request_id) = (origin.user_agent.as_ref(), origin.request_id.as_ref());
        Self {
            id: event.id.to_string(),
            at: rfc3339(event.at),
            event: event.event.clone(),
            outcome: event.outcome.as_str(),
            reason: event.reason.clone(),
            actor: event.actor.map(|actor| actor.to_string()),
            subject: event.subject.map(|subject| subject.to_string()),
            object: event.object.clone(),
            ip: origin.ip.map(|ip| ip.to_string()),
            user_agent: user_agent.map(|agent| agent.as_str().to_owned()),
            request_id: request_id.map(|id| id.as_str().to_owned()),
        }
    }
}

impl From<&Page<RecordedEvent>> for AuditEventsPublic {
    fn from(page: &Page<RecordedEvent>) -> Self {
        Self {
            data: page.rows.iter().map(AuditEventPublic::from).collect(),
            next_cursor: page.next.map(cursor_of),
        }
    }
}
