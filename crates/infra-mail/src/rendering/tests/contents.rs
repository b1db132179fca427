//! What mails are about, in every variety.

use std::time::Duration;

use domain::link::LinkToken;
use domain::mail::{MailContent, PasswordChangedBy};
use domain::registration::OtpCode;
use domain::request_origin::UserAgent;
use domain::timestamp::Timestamp;
use domain::user::{Email, FullName, Username};

pub(super) const TOKEN: &str = "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff";
pub(super) const ADDRESS: &str = "o'hara&co+new@example.com";

const TEN_MINUTES: Duration = Duration::from_mins(10);
const AT: Timestamp = Timestamp::from_unix_seconds(1_795_268_100);

pub(super) fn a_code() -> MailContent {
    MailContent::RegistrationCode {
        code: the_code(),
        valid_for: TEN_MINUTES,
    }
}

pub(super) fn a_code_for_a_new_address() -> MailContent {
    MailContent::EmailChangeCode {
        code: the_code(),
        valid_for: TEN_MINUTES,
    }
}

pub(super) fn a_welcome(full_name: Option<&str>, username: Option<&str>) -> MailContent {
    MailContent::Welcome {
        full_name: full_name.map(|name| FullName::parse(name).unwrap()),
        username: username.map(a_username),
    }
}

pub(super) fn an_ended_session(user_agent: Option<&str>) -> MailContent {
    MailContent::SessionEndedForReuse {
        user_agent: user_agent.map(UserAgent::from_header),
        at: AT,
    }
}

pub(super) fn a_recovery() -> MailContent {
    MailContent::PasswordRecovery {
        email: an_address(),
        token: a_token(),
        valid_for: Duration::from_mins(30),
    }
}

pub(super) const fn a_changed_password(by: PasswordChangedBy) -> MailContent {
    MailContent::PasswordChanged { by, at: AT }
}

pub(super) fn a_new_account(username: Option<&str>) -> MailContent {
    MailContent::NewAccount {
        email: an_address(),
        username: username.map(a_username),
    }
}

pub(super) fn a_notice_of_a_new_address() -> MailContent {
    MailContent::EmailChangeNotice {
        new: an_address(),
        undo: a_token(),
    }
}

pub(super) fn a_changed_address() -> MailContent {
    MailContent::EmailChanged { new: an_address() }
}

pub(super) fn a_changed_username(username: Option<&str>) -> MailContent {
    MailContent::UsernameChanged {
        username: username.map(a_username),
    }
}

pub(super) fn every_content() -> [MailContent; 19] {
    [
        a_code(),
        MailContent::AccountExists,
        a_welcome(Some("Ada Lovelace"), Some("ada")),
        a_welcome(None, Some("ada")),
        a_welcome(None, None),
        an_ended_session(Some("curl/8.5.0 (+https://evil.example)")),
        an_ended_session(None),
        a_recovery(),
        a_changed_password(PasswordChangedBy::Owner),
        a_changed_password(PasswordChangedBy::RecoveryLink),
        a_changed_password(PasswordChangedBy::Superuser),
        a_new_account(Some("ada")),
        a_new_account(None),
        a_code_for_a_new_address(),
        a_notice_of_a_new_address(),
        a_changed_address(),
        a_changed_username(Some("ada")),
        a_changed_username(None),
        MailContent::Test,
    ]
}

fn the_code() -> OtpCode {
    OtpCode::parse("004217").unwrap()
}

fn a_token() -> LinkToken {
    LinkToken::parse(TOKEN).unwrap()
}

fn an_address() -> Email {
    Email::parse(ADDRESS).unwrap()
}

fn a_username(name: &str) -> Username {
    Username::parse(name).unwrap()
}
