//! What the audit log knows to tell of.

use super::AuditOutcome;

/// `Variant = "name"`: the one table of what can happen.
macro_rules! audit_actions {
    ($($(#[$doc:meta])+ $variant:ident = $name:literal;)+) => {
        /// What happened. The name says how it ended.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub enum AuditAction {
            $($(#[$doc])+ $variant,)+
        }

        impl AuditAction {
            /// Everything that can happen.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// The stable name that storage and the API use.
            #[must_use]
            pub const fn event_name(self) -> &'static str {
                match self {
                    $(Self::$variant => $name,)+
                }
            }
        }
    };
}

audit_actions! {
    /// Registration, step 1.
    RegistrationInitiated = "registration.initiated";
    /// A further code was sent.
    RegistrationCodeResent = "registration.code_resent";
    /// Registration, step 2, with the right code.
    RegistrationCodeVerified = "registration.code_verified";
    /// Registration, step 2, refused.
    RegistrationCodeRefused = "registration.code_refused";
    /// Registration, step 3.
    RegistrationPasswordSet = "registration.password_set";
    /// Registration, step 4.
    RegistrationCompleted = "registration.completed";
    /// Registration, step 4, refused: the address or the username has an account.
    RegistrationCompletionRefused = "registration.completion_refused";
    /// A log-in.
    LoginSucceeded = "login.succeeded";
    /// A log-in, refused.
    LoginFailed = "login.failed";
    /// So many log-ins failed in a row that only a recovery link lets anybody in by that name (C4).
    LoginLocked = "login.locked";
    /// A token was renewed.
    TokenRenewed = "token.renewed";
    /// An old token came back after its successor was in use (RFC 9700 §4.14.2).
    TokenReused = "token.reuse";
    /// The user logged out.
    LoggedOut = "session.logged_out";
    /// A session was ended before its time.
    SessionRevoked = "session.revoked";
    /// A session's limit came.
    SessionExpired = "session.expired";
    /// An operator or a superuser made an account.
    UserCreated = "user.created";
    /// An account's record changed.
    UserUpdated = "user.updated";
    /// An account was deleted.
    UserDeleted = "user.deleted";
    /// An account became a superuser, or is one no more.
    UserRoleChanged = "user.role_changed";
    /// An account may not be used any more.
    UserDisabled = "user.disabled";
    /// A disabled account may be used again.
    UserEnabled = "user.enabled";
    /// An account was made by open sign-up.
    UserSignedUp = "user.signed_up";
    /// A password was changed by its owner, or set by a superuser.
    PasswordChanged = "password.changed";
    /// A change of a password, refused.
    PasswordChangeRefused = "password.change_refused";
    /// A recovery link was asked for.
    RecoveryRequested = "recovery.requested";
    /// A superuser looked at the recovery mail of an account.
    RecoveryPreviewed = "recovery.previewed";
    /// A password was set with a recovery link.
    PasswordReset = "password.reset";
    /// A recovery link was refused.
    PasswordResetRefused = "password.reset_refused";
    /// A change of the address was asked for.
    EmailChangeRequested = "email_change.requested";
    /// A code for a change of the address was refused.
    EmailChangeRefused = "email_change.refused";
    /// The address changed.
    EmailChanged = "email_change.confirmed";
    /// A change of the address was taken back.
    EmailChangeUndone = "email_change.undone";
    /// Items were exported.
    ItemsExported = "items.exported";
    /// The key ring was changed.
    KeysRotated = "keys.rotated";
    /// A question was made, changed, retired or removed.
    QuestionsChanged = "questions.changed";
    /// A user answered the questions, or changed or removed their answers.
    UserInfoChanged = "user_info.changed";
    /// A user asked for everything that is kept of them.
    ExportRequested = "export.requested";
    /// A user fetched everything that is kept of them.
    ExportFetched = "export.fetched";
    /// Somebody who is logged in asked for what is not theirs to do or to see (ASVS 16.3.2).
    AccessDenied = "access.denied";
    /// A process has begun, with the configuration that it was given.
    ServerStarted = "server.started";
    /// An operator had a job tried again.
    JobRetried = "job.retried";
    /// An operator called a job off.
    JobCancelled = "job.cancelled";
}

impl AuditAction {
    /// The action of that name.
    #[must_use]
    pub fn from_event_name(name: &str) -> Option<Self> {
        let mut all = Self::ALL.iter().copied();
        all.find(|action| action.event_name() == name)
    }

    /// How an event of this name ended.
    #[must_use]
    pub const fn outcome(self) -> AuditOutcome {
        match self {
            Self::RegistrationCodeRefused
            | Self::RegistrationCompletionRefused
            | Self::LoginFailed
            | Self::LoginLocked
            | Self::TokenReused
            | Self::PasswordChangeRefused
            | Self::PasswordResetRefused
            | Self::EmailChangeRefused
            | Self::AccessDenied => AuditOutcome::Failure,
            _ => AuditOutcome::Success,
        }
    }
}
