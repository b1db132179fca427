//! What a mail says, before any words are chosen.

use std::time::Duration;

use crate::link::LinkToken;
use crate::registration::OtpCode;
use crate::request_origin::UserAgent;
use crate::timestamp::Timestamp;
use crate::user::{Email, FullName, Username};

/// One kind of mail and the values in it. The words are in the renderer's templates.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum MailContent {
    /// Step 1 of registration: here is your code.
    RegistrationCode {
        /// The code.
        code: OtpCode,
        /// How long it can be used.
        valid_for: Duration,
    },
    /// Step 1 of registration for an address that has an account already (A1).
    AccountExists,
    /// Step 4 of registration: welcome.
    Welcome {
        /// The name to greet by.
        full_name: Option<FullName>,
        /// The name to log in with, beside the address.
        username: Option<Username>,
    },
    /// A session was ended because an old token of it came back (ASVS 10.4.5).
    SessionEndedForReuse {
        /// What the session's client called itself, if it did.
        user_agent: Option<UserAgent>,
        /// When it happened.
        at: Timestamp,
    },
    /// A link to set a new password with.
    PasswordRecovery {
        /// The account's address.
        email: Email,
        /// What makes the link work.
        token: LinkToken,
        /// How long it does.
        valid_for: Duration,
    },
    /// The password is another one now (B10).
    PasswordChanged {
        /// Whose doing it was.
        by: PasswordChangedBy,
        /// When it happened.
        at: Timestamp,
    },
    /// A superuser made an account for somebody. It never holds the password.
    NewAccount {
        /// The address to log in with.
        email: Email,
        /// The name to log in with, beside the address.
        username: Option<Username>,
    },
    /// To the new address: the code that makes it the account's (F7r).
    EmailChangeCode {
        /// The code.
        code: OtpCode,
        /// How long it can be used.
        valid_for: Duration,
    },
    /// To the old address: somebody wants another one; here is how to take that back (F7r).
    EmailChangeNotice {
        /// The address that is wanted.
        new: Email,
        /// What makes the undo link work.
        undo: LinkToken,
    },
    /// To the old address: the account has another one now (B10).
    EmailChanged {
        /// The address that it has.
        new: Email,
    },
    /// The name to log in with is another one now (B10).
    UsernameChanged {
        /// The name, if there still is one.
        username: Option<Username>,
    },
    /// Mail works.
    Test,
}

impl MailContent {
    /// The name of its template, in `snake_case`: for operators, and for counting.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        match self {
            Self::RegistrationCode { .. } => "registration_code",
            Self::AccountExists => "account_exists",
            Self::Welcome { .. } => "welcome",
            Self::SessionEndedForReuse { .. } => "session_ended",
            Self::PasswordRecovery { .. } => "password_recovery",
            Self::PasswordChanged { .. } => "password_changed",
            Self::NewAccount { .. } => "new_account",
            Self::EmailChangeCode { .. } => "email_change_code",
            Self::EmailChangeNotice { .. } => "email_change_notice",
            Self::EmailChanged { .. } => "email_changed",
            Self::UsernameChanged { .. } => "username_changed",
            Self::Test => "test_mail",
        }
    }
}

/// Who changed a password.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PasswordChangedBy {
    /// Its owner, who knew the old one.
    Owner,
    /// Whoever had a recovery link.
    RecoveryLink,
    /// A superuser (B11).
    Superuser,
}
