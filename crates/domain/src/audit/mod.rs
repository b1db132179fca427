//! The audit log: what happened to whom, appended in the same transaction as the change itself (H4).

mod action;
mod filter;
mod object;

pub use action::AuditAction;
pub use filter::{AuditFilter, RecordedEvent};
pub use object::AuditObject;

use crate::identifier::uuid_identifier;
use crate::request_origin::RequestOrigin;
use crate::session::SessionId;
use crate::timestamp::Timestamp;
use crate::user::UserId;

uuid_identifier! {
    /// Names one audit event.
    AuditEventId
}

/// How it ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum AuditOutcome {
    /// As asked.
    Success,
    /// Refused.
    Failure,
}

/// One line of the audit log.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AuditEvent {
    /// Its id.
    pub id: AuditEventId,
    /// When it happened.
    pub at: Timestamp,
    /// What happened.
    pub action: AuditAction,
    /// Why it was refused, or which kind of it this was: a stable word in `snake_case`.
    pub reason: Option<&'static str>,
    /// Who did it, if known.
    pub actor: Option<UserId>,
    /// Whom it happened to, if that is an account.
    pub subject: Option<UserId>,
    /// What it happened to, if that is something else.
    pub object: Option<AuditObject>,
    /// In which session.
    pub session: Option<SessionId>,
    /// From where.
    pub origin: RequestOrigin,
}

impl AuditEvent {
    /// An event of which no more is known yet than what happened, when and from where.
    #[must_use]
    pub const fn new(
        id: AuditEventId,
        at: Timestamp,
        action: AuditAction,
        origin: RequestOrigin,
    ) -> Self {
        Self {
            id,
            at,
            action,
            reason: None,
            actor: None,
            subject: None,
            object: None,
            session: None,
            origin,
        }
    }

    /// Names who did it.
    #[must_use]
    pub const fn by(mut self, actor: UserId) -> Self {
        self.actor = Some(actor);
        self
    }

    /// Names the account it happened to.
    #[must_use]
    pub const fn about(mut self, subject: UserId) -> Self {
        self.subject = Some(subject);
        self
    }

    /// Names what it happened to, where that is no account.
    #[must_use]
    pub const fn of(mut self, object: AuditObject) -> Self {
        self.object = Some(object);
        self
    }

    /// Names the session it happened in.
    #[must_use]
    pub const fn in_session(mut self, session: SessionId) -> Self {
        self.session = Some(session);
        self
    }

    /// Says why it was refused, or which kind of it this was.
    #[must_use]
    pub const fn because(mut self, reason: &'static str) -> Self {
        self.reason = Some(reason);
        self
    }
}

impl AuditOutcome {
    /// The name that storage and the API use.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Success => "success",
            Self::Failure => "failure",
        }
    }

    /// The outcome of that name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        let all = [Self::Success, Self::Failure];
        all.into_iter().find(|outcome| outcome.as_str() == name)
    }
}
