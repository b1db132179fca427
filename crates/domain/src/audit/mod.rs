//! The audit log: what happened to whom, appended in the same transaction as the change itself (H4).

mod filter;

pub use filter::{AuditFilter, RecordedEvent};

use crate::identifier::uuid_identifier;
use crate::request_origin::RequestOrigin;
use crate::session::SessionId;
use crate::timestamp::Timestamp;
use crate::user::UserId;

uuid_identifier! {
    /// Names one audit event.
    AuditEventId
}

/// What happened. The name says how it ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum AuditAction {
    /// Registration, step 1.
    RegistrationInitiated,
    /// A further code was sent.
    RegistrationCodeResent,
    /// Registration, step 2, with the right code.
    RegistrationCodeVerified,
    /// Registration, step 2, refused.
    RegistrationCodeRefused,
    /// Registration, step 3.
    RegistrationPasswordSet,
    /// Registration, step 4.
    RegistrationCompleted,
    /// Registration, step 4, refused: the address or the username has an account.
    RegistrationCompletionRefused,
    /// A log-in.
    LoginSucceeded,
    /// A log-in, refused.
    LoginFailed,
    /// A token was renewed.
    TokenRenewed,
    /// An old token came back after its successor was in use (RFC 9700 §4.14.2).
    TokenReused,
    /// The user logged out.
    LoggedOut,
    /// A session was ended before its time.
    SessionRevoked,
    /// A session's limit came.
    SessionExpired,
    /// An operator or a superuser made an account.
    UserCreated,
    /// An account's record changed.
    UserUpdated,
    /// An account was deleted.
    UserDeleted,
    /// An account became a superuser, or is one no more.
    UserRoleChanged,
    /// An account may not be used any more.
    UserDisabled,
    /// A disabled account may be used again.
    UserEnabled,
    /// An account was made by open sign-up.
    UserSignedUp,
    /// A password was changed by its owner, or set by a superuser.
    PasswordChanged,
    /// A change of a password, refused.
    PasswordChangeRefused,
    /// A recovery link was asked for.
    RecoveryRequested,
    /// A superuser looked at the recovery mail of an account.
    RecoveryPreviewed,
    /// A password was set with a recovery link.
    PasswordReset,
    /// A recovery link was refused.
    PasswordResetRefused,
    /// A change of the address was asked for.
    EmailChangeRequested,
    /// A code for a change of the address was refused.
    EmailChangeRefused,
    /// The address changed.
    EmailChanged,
    /// A change of the address was taken back.
    EmailChangeUndone,
    /// Items were exported.
    ItemsExported,
    /// The key ring was changed.
    KeysRotated,
    /// A question was made, changed, retired or removed.
    QuestionsChanged,
    /// A user answered the questions, or changed or removed their answers.
    UserInfoChanged,
    /// A user asked for everything that is kept of them.
    ExportRequested,
    /// An operator had a job tried again.
    JobRetried,
    /// An operator called a job off.
    JobCancelled,
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

impl AuditAction {
    /// The stable name that storage and the API use.
    #[must_use]
    pub const fn event_name(self) -> &'static str {
        match self {
            Self::RegistrationInitiated => "registration.initiated",
            Self::RegistrationCodeResent => "registration.code_resent",
            Self::RegistrationCodeVerified => "registration.code_verified",
            Self::RegistrationCodeRefused => "registration.code_refused",
            Self::RegistrationPasswordSet => "registration.password_set",
            Self::RegistrationCompleted => "registration.completed",
            Self::RegistrationCompletionRefused => "registration.completion_refused",
            Self::LoginSucceeded => "login.succeeded",
            Self::LoginFailed => "login.failed",
            Self::TokenRenewed => "token.renewed",
            Self::TokenReused => "token.reuse",
            Self::LoggedOut => "session.logged_out",
            Self::SessionRevoked => "session.revoked",
            Self::SessionExpired => "session.expired",
            Self::UserCreated => "user.created",
            Self::UserUpdated => "user.updated",
            Self::UserDeleted => "user.deleted",
            Self::UserRoleChanged => "user.role_changed",
            Self::UserDisabled => "user.disabled",
            Self::UserEnabled => "user.enabled",
            Self::UserSignedUp => "user.signed_up",
            Self::PasswordChanged => "password.changed",
            Self::PasswordChangeRefused => "password.change_refused",
            Self::RecoveryRequested => "recovery.requested",
            Self::RecoveryPreviewed => "recovery.previewed",
            Self::PasswordReset => "password.reset",
            Self::PasswordResetRefused => "password.reset_refused",
            Self::EmailChangeRequested => "email_change.requested",
            Self::EmailChangeRefused => "email_change.refused",
            Self::EmailChanged => "email_change.confirmed",
            Self::EmailChangeUndone => "email_change.undone",
            Self::ItemsExported => "items.exported",
            Self::KeysRotated => "keys.rotated",
            Self::QuestionsChanged => "questions.changed",
            Self::UserInfoChanged => "user_info.changed",
            Self::ExportRequested => "export.requested",
            Self::JobRetried => "job.retried",
            Self::JobCancelled => "job.cancelled",
        }
    }

    /// How an event of this name ended.
    #[must_use]
    pub const fn outcome(self) -> AuditOutcome {
        match self {
            Self::RegistrationCodeRefused
            | Self::RegistrationCompletionRefused
            | Self::LoginFailed
            | Self::TokenReused
            | Self::PasswordChangeRefused
            | Self::PasswordResetRefused
            | Self::EmailChangeRefused => AuditOutcome::Failure,
            _ => AuditOutcome::Success,
        }
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
