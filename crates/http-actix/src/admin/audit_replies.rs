//! Audit events as operators see them (H4).

use domain::audit::{AuditOutcome, RecordedEvent};
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
    /// What it was: one of the names that the parameter `event` takes, or one that an earlier release wrote.
    #[schema(example = "login.failed")]
    event: String,
    /// How it ended.
    outcome: AuditOutcomePublic,
    /// Why it was refused, or which kind of it this was.
    #[schema(required, example = "wrong_password")]
    reason: Option<String>,
    /// The user who did it, if known.
    #[schema(required, value_type = Option<Uuid>, example = json!(null))]
    actor: Option<String>,
    /// The user whom it happened to.
    #[schema(required, value_type = Option<Uuid>)]
    subject: Option<String>,
    /// What it happened to where that is no user: what it is, a colon, and its id, as in
    /// `job:01935f4e-7c2a-7b10-8a55-3d2c1b0a9f8e`.
    #[schema(required, example = json!(null))]
    object: Option<String>,
    /// The address that the request came from.
    #[schema(required, example = "203.0.113.9")]
    ip: Option<String>,
    /// What sent the request.
    #[schema(required, max_length = 255, example = "curl/8.5.0")]
    user_agent: Option<String>,
    /// The request, as the log and the reply name it.
    #[schema(required, example = "01935f4e-7c2a-7b10-8a55-3d2c1b0a9f8e")]
    request_id: Option<String>,
}

/// How something ended: as asked, or refused.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = AuditOutcome, example = "failure")]
enum AuditOutcomePublic {
    Success,
    Failure,
}

/// Some events, newest first.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct AuditEventsPublic {
    /// The events of this page.
    data: Vec<AuditEventPublic>,
    /// What `cursor` takes for the page after this one; `null` on the last page.
    #[schema(required, example = "AAZJrdRJMAABk19OfCp7EIpVPSwbCp-O")]
    pub(super) next_cursor: Option<String>,
}

impl From<AuditOutcome> for AuditOutcomePublic {
    fn from(outcome: AuditOutcome) -> Self {
        match outcome {
            AuditOutcome::Success => Self::Success,
            AuditOutcome::Failure => Self::Failure,
        }
    }
}

impl From<&RecordedEvent> for AuditEventPublic {
    fn from(event: &RecordedEvent) -> Self {
        let origin = &event.origin;
        let (user_agent, request_id) = (origin.user_agent.as_ref(), origin.request_id.as_ref());
        Self {
            id: event.id.to_string(),
            at: rfc3339(event.at),
            event: event.event.clone(),
            outcome: event.outcome.into(),
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
