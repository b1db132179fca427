//! Debug output ends up in logs and panics: no secret shows itself there (H2).

use std::fmt::Debug;
use std::time::Duration;

use portico_domain::link::LinkToken;
use portico_domain::mail::{MailContent, RenderedMail};
use portico_domain::password::{NewPassword, Password, PasswordHash, PasswordPolicy};
use portico_domain::registration::{
    CodeDigest, OtpCode, Registration, RegistrationKey, RegistrationSecret,
};
use portico_domain::timestamp::Timestamp;
use portico_domain::token::AccessToken;
use portico_domain::user::Email;

use crate::registration::policy;

const CANARY: &str = "4815162342";

/// What `{:?}` and `{:#?}` say of a value; the first as it is.
fn debug(value: &impl Debug) -> String {
    let shown = format!("{value:?}{value:#?}");
    assert!(!shown.contains(CANARY), "the secret shows in {shown}");
    format!("{value:?}")
}

fn a_password() -> Password {
    Password::parse(CANARY).expect("a password")
}

fn an_accepted_password() -> NewPassword {
    let policy = PasswordPolicy::new(8, 128).expect("a policy");
    policy.accept(a_password(), false).expect("a new password")
}

fn a_code() -> OtpCode {
    OtpCode::parse(CANARY).expect("a code")
}

// H2
#[test]
fn passwords_show_nothing() {
    assert_eq!(debug(&a_password()), "Password(***)");
    assert_eq!(debug(&an_accepted_password()), "NewPassword(Password(***))");
    let hash = PasswordHash::from_stored(CANARY.to_owned());
    assert_eq!(debug(&hash), "PasswordHash(***)");
}

// H2
#[test]
fn codes_and_flow_ids_show_nothing() {
    assert_eq!(debug(&a_code()), "OtpCode(***)");
    let secret = RegistrationSecret::parse(&format!("{CANARY:0>64}")).expect("a secret");
    assert_eq!(debug(&secret), "RegistrationSecret(***)");
}

// H2
#[test]
fn tokens_show_nothing() {
    let token = AccessToken::from_sealed(CANARY.to_owned());
    assert_eq!(debug(&token), "AccessToken(***)");
}

// H2
#[test]
fn a_digest_of_a_code_shows_only_which_key_made_it() {
    let digest = CodeDigest {
        key_id: "k1".to_owned(),
        mac: [65; 32],
    };
    assert_eq!(debug(&digest), "CodeDigest(k1, ***)");
}

// H2
#[test]
fn a_mail_shows_none_of_its_words() {
    let content = MailContent::RegistrationCode {
        code: a_code(),
        valid_for: Duration::from_mins(10),
    };
    debug(&content);
    debug(&RenderedMail {
        subject: format!("Your code is {CANARY}"),
        text: format!("Your code is {CANARY}."),
        html: format!("<b>{CANARY}</b>"),
    });
}

// H2
#[test]
fn a_registration_shows_no_digest_of_its_code() {
    let registration = Registration::begin(
        RegistrationKey::from_digest([1; 32]),
        Email::parse("somebody@example.com").expect("an address"),
        CodeDigest {
            key_id: "k1".to_owned(),
            mac: [231; 32],
        },
        &policy(),
        Timestamp::from_unix_seconds(0),
    );
    assert!(!debug(&registration).contains("231"));
}

// H2
#[test]
fn tokens_of_links_show_nothing() {
    let token = LinkToken::parse(&format!("{CANARY:0>64}")).expect("a token");
    assert_eq!(debug(&token), "LinkToken(***)");
    debug(&MailContent::PasswordRecovery {
        email: Email::parse("somebody@example.com").expect("an address"),
        token: token.clone(),
        valid_for: Duration::from_mins(30),
    });
    debug(&MailContent::EmailChangeNotice {
        new: Email::parse("somebody@example.com").expect("an address"),
        undo: token,
    });
    debug(&MailContent::EmailChangeCode {
        code: a_code(),
        valid_for: Duration::from_mins(10),
    });
}
