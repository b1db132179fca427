//! One mail of each kind, with values that look like real ones.

use std::time::Duration;

use clap::ValueEnum;
use domain::link::LinkToken;
use domain::mail::{MailContent, PasswordChangedBy};
use domain::registration::OtpCode;
use domain::request_origin::UserAgent;
use domain::timestamp::Timestamp;
use domain::user::{Email, FullName, Username};

const ADDRESS: &str = "ada@example.com";
const NEW_ADDRESS: &str = "ada@new.example.com";
const TOKEN: &str = "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff";
const BROWSER: &str = "Mozilla/5.0 (X11; Linux x86_64; rv:133.0) Gecko/20100101 Firefox/133.0";
/// 2026-01-31 12:00 UTC.
const AT: Timestamp = Timestamp::from_unix_seconds(1_769_860_800);

/// Every kind of mail.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum MailKind {
    /// The code of a registration
    RegistrationCode,
    /// Somebody wants to register an address that has an account
    AccountExists,
    /// Registration is complete
    Welcome,
    /// A superuser made an account
    NewAccount,
    /// A link to set a new password with
    PasswordRecovery,
    /// The password is another one now
    PasswordChanged,
    /// The code that makes another address the account's
    EmailChangeCode,
    /// To the old address: how to keep it
    EmailChangeNotice,
    /// To the old address: the account has another one now
    EmailChanged,
    /// The name to log in with is another one now
    UsernameChanged,
    /// A session was ended because an old token of it came back
    SessionEnded,
    /// Mail works
    Test,
}

impl MailKind {
    /// A mail of this kind; `None` if a value here breaks a rule of the domain.
    pub(super) fn sample(self) -> Option<MailContent> {
        match self {
            Self::RegistrationCode => registration_code(),
            Self::AccountExists => Some(MailContent::AccountExists),
            Self::Welcome => Some(welcome()),
            Self::NewAccount => new_account(),
            Self::PasswordRecovery => password_recovery(),
            Self::PasswordChanged => Some(password_changed()),
            Self::EmailChangeCode => email_change_code(),
            Self::EmailChangeNotice => email_change_notice(),
            Self::EmailChanged => email_changed(),
            Self::UsernameChanged => Some(username_changed()),
            Self::SessionEnded => Some(session_ended()),
            Self::Test => Some(MailContent::Test),
        }
    }
}

fn registration_code() -> Option<MailContent> {
    Some(MailContent::RegistrationCode {
        code: code()?,
        valid_for: Duration::from_mins(10),
    })
}

fn welcome() -> MailContent {
    MailContent::Welcome {
        full_name: FullName::parse("Ada Lovelace").ok(),
        username: username(),
    }
}

fn new_account() -> Option<MailContent> {
    Some(MailContent::NewAccount {
        email: address(ADDRESS)?,
        username: username(),
    })
}

fn password_recovery() -> Option<MailContent> {
    Some(MailContent::PasswordRecovery {
        email: address(ADDRESS)?,
        token: token()?,
        valid_for: Duration::from_mins(30),
    })
}

const fn password_changed() -> MailContent {
    MailContent::PasswordChanged {
        by: PasswordChangedBy::Owner,
        at: AT,
    }
}

fn email_change_code() -> Option<MailContent> {
    Some(MailContent::EmailChangeCode {
        code: code()?,
        valid_for: Duration::from_mins(10),
    })
}

fn email_change_notice() -> Option<MailContent> {
    Some(MailContent::EmailChangeNotice {
        new: address(NEW_ADDRESS)?,
        undo: token()?,
    })
}

fn email_changed() -> Option<MailContent> {
    Some(MailContent::EmailChanged {
        new: address(NEW_ADDRESS)?,
    })
}

fn username_changed() -> MailContent {
    MailContent::UsernameChanged {
        username: username(),
    }
}

fn session_ended() -> MailContent {
    MailContent::SessionEndedForReuse {
        user_agent: Some(UserAgent::from_header(BROWSER)),
        at: AT,
    }
}

fn code() -> Option<OtpCode> {
    OtpCode::parse("042137").ok()
}

fn token() -> Option<LinkToken> {
    LinkToken::parse(TOKEN).ok()
}

fn address(text: &str) -> Option<Email> {
    Email::parse(text).ok()
}

fn username() -> Option<Username> {
    Username::parse("ada").ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A further content must be among the kinds.
    const fn kind_of(content: &MailContent) -> MailKind {
        match content {
            MailContent::RegistrationCode { .. } => MailKind::RegistrationCode,
            MailContent::AccountExists => MailKind::AccountExists,
            MailContent::Welcome { .. } => MailKind::Welcome,
            MailContent::SessionEndedForReuse { .. } => MailKind::SessionEnded,
            MailContent::PasswordRecovery { .. } => MailKind::PasswordRecovery,
            MailContent::PasswordChanged { .. } => MailKind::PasswordChanged,
            MailContent::NewAccount { .. } => MailKind::NewAccount,
            MailContent::EmailChangeCode { .. } => MailKind::EmailChangeCode,
            MailContent::EmailChangeNotice { .. } => MailKind::EmailChangeNotice,
            MailContent::EmailChanged { .. } => MailKind::EmailChanged,
            MailContent::UsernameChanged { .. } => MailKind::UsernameChanged,
            MailContent::Test => MailKind::Test,
        }
    }

    #[test]
    fn every_kind_of_mail_has_a_sample() {
        for kind in MailKind::value_variants() {
            let sample = kind.sample().unwrap_or_else(|| panic!("{kind:?}"));
            assert_eq!(kind_of(&sample), *kind);
        }
        assert!(username().is_some() && FullName::parse("Ada Lovelace").is_ok());
    }
}
