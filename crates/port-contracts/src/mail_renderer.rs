//! The contract of [`MailRenderer`].

use std::time::Duration;

use domain::link::LinkToken;
use domain::mail::{MailContent, PasswordChangedBy, RenderedMail};
use domain::ports::MailRenderer;
use domain::request_origin::UserAgent;
use domain::timestamp::Timestamp;
use domain::user::{Email, FullName, Username};

use crate::fixtures::a_code;

/// What works in a link must be found in the mail as it is.
const TOKEN: &str = "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff";
const ADDRESS: &str = "ada+new@example.com";
const A_MOMENT: Timestamp = Timestamp::from_unix_seconds(1_800_000_000);

/// Subject, text and HTML, and in both parts every value.
pub fn every_content_has_both_parts(renderer: &dyn MailRenderer) {
    for (content, values) in contents() {
        let mail = render(renderer, &content);
        assert!(!mail.subject.trim().is_empty(), "{content:?}");
        assert!(!mail.subject.contains(['\r', '\n']), "{content:?}");
        assert!(mail.html.contains("</"), "{content:?}");
        assert!(!mail.text.contains("</"), "{content:?}");
        assert!(!mail.text.trim().is_empty(), "{content:?}");
        for value in values {
            assert!(mail.text.contains(value), "no {value} in the text");
            assert!(mail.html.contains(value), "no {value} in the HTML");
        }
    }
}

/// A name is what somebody typed: it may look like HTML, and must not be it.
pub fn values_cannot_become_markup(renderer: &dyn MailRenderer) {
    let mail = render(
        renderer,
        &welcome("<b>Mallory</b><img src=x onerror=\"a\">", None),
    );
    assert!(mail.text.contains("<b>Mallory</b>"));
    assert!(mail.html.contains("Mallory"));
    assert!(!mail.html.contains("<b>Mallory"));
    assert!(!mail.html.contains("<img src=x"));
    assert!(!mail.html.contains("onerror=\"a\""));
}

/// Every kind of content, with and without what is optional, and the values that must be seen.
fn contents() -> Vec<(MailContent, Vec<&'static str>)> {
    let mut contents = vec![
        (MailContent::AccountExists, vec![]),
        (
            welcome("Zoë Müller", Some("zoe.m")),
            vec!["Zoë Müller", "zoe.m"],
        ),
        (
            MailContent::Welcome {
                full_name: None,
                username: None,
            },
            vec![],
        ),
        (ended_session(Some("Firefox/133.0")), vec!["Firefox/133.0"]),
        (ended_session(None), vec![]),
        (new_account(Some("zoe.m")), vec![ADDRESS, "zoe.m"]),
        (new_account(None), vec![ADDRESS]),
        (MailContent::Test, vec![]),
    ];
    contents.extend(secrets());
    contents.extend(changes());
    contents
}

/// What brings a code or a link.
fn secrets() -> [(MailContent, Vec<&'static str>); 4] {
    let valid_for = Duration::from_mins(9);
    [
        (
            MailContent::RegistrationCode {
                code: a_code("012345"),
                valid_for,
            },
            vec!["012345", "9"],
        ),
        (
            MailContent::EmailChangeCode {
                code: a_code("543210"),
                valid_for,
            },
            vec!["543210", "9"],
        ),
        (
            MailContent::PasswordRecovery {
                email: an_address(),
                token: a_token(),
                valid_for,
            },
            vec![ADDRESS, TOKEN, "9"],
        ),
        (
            MailContent::EmailChangeNotice {
                new: an_address(),
                undo: a_token(),
            },
            vec![ADDRESS, TOKEN],
        ),
    ]
}

/// What tells of a change (B10).
fn changes() -> [(MailContent, Vec<&'static str>); 6] {
    let changed = |by| (MailContent::PasswordChanged { by, at: A_MOMENT }, vec![]);
    let username = Some(a_username("zoe.m"));
    [
        changed(PasswordChangedBy::Owner),
        changed(PasswordChangedBy::RecoveryLink),
        changed(PasswordChangedBy::Superuser),
        (
            MailContent::EmailChanged { new: an_address() },
            vec![ADDRESS],
        ),
        (MailContent::UsernameChanged { username }, vec!["zoe.m"]),
        (MailContent::UsernameChanged { username: None }, vec![]),
    ]
}

fn ended_session(user_agent: Option<&str>) -> MailContent {
    MailContent::SessionEndedForReuse {
        user_agent: user_agent.map(UserAgent::from_header),
        at: A_MOMENT,
    }
}

fn new_account(username: Option<&str>) -> MailContent {
    MailContent::NewAccount {
        email: an_address(),
        username: username.map(a_username),
    }
}

fn welcome(full_name: &str, username: Option<&str>) -> MailContent {
    MailContent::Welcome {
        full_name: Some(FullName::parse(full_name).expect("a name")),
        username: username.map(a_username),
    }
}

fn a_username(name: &str) -> Username {
    Username::parse(name).expect("a username")
}

fn an_address() -> Email {
    Email::parse(ADDRESS).expect("an address")
}

fn a_token() -> LinkToken {
    LinkToken::parse(TOKEN).expect("a token")
}

fn render(renderer: &dyn MailRenderer, content: &MailContent) -> RenderedMail {
    let mail = renderer.render(content);
    mail.expect("a mail could not be rendered")
}

/// Runs the contract of `MailRenderer` on an adapter.
#[macro_export]
macro_rules! mail_renderer_contract {
    ($adapter:expr) => {
        $crate::__cases!(
            mail_renderer,
            $adapter,
            every_content_has_both_parts,
            values_cannot_become_markup,
        );
    };
}
