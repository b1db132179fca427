//! The audit log read back.

use super::{AuditAction, AuditEventId, AuditOutcome};
use crate::request_origin::RequestOrigin;
use crate::session::SessionId;
use crate::timestamp::Timestamp;
use crate::user::UserId;

/// Which events are wanted; what is `None` does not narrow.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct AuditFilter {
    /// What happened.
    pub action: Option<AuditAction>,
    /// Who did it.
    pub actor: Option<UserId>,
    /// Whom it happened to.
    pub subject: Option<UserId>,
    /// Not before this moment.
    pub since: Option<Timestamp>,
}

/// An event as it was recorded, by whichever version: names that this one does not know are kept as they are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RecordedEvent {
    /// Its id.
    pub id: AuditEventId,
    /// When it happened.
    pub at: Timestamp,
    /// The name of what happened.
    pub event: String,
    /// How it ended.
    pub outcome: AuditOutcome,
    /// Why it was refused.
    pub reason: Option<String>,
    /// Who did it, if known.
    pub actor: Option<UserId>,
    /// Whom it happened to, if that is an account.
    pub subject: Option<UserId>,
    /// What it happened to, if that is something else, as [`AuditObject`](super::AuditObject) is written.
    pub object: Option<String>,
    /// In which session.
    pub session: Option<SessionId>,
    /// From where.
    pub origin: RequestOrigin,
}
