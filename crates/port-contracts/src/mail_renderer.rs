//! The contract of [`MailRenderer`].

use std::time::Duration;

use domain::mail::{MailContent, RenderedMail};
use domain::ports::MailRenderer;
use domain::request_origin::UserAgent;
use domain::timestamp::Timestamp;
use domain::user::{FullName, Username};

use crate::fixtures::a_code;

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
    let code = MailContent::RegistrationCode {
        code: a_code("012345"),
        valid_for: Duration::from_mins(9),
    };
    vec![
        (code, vec!["012345", "9"]),
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
    ]
}

fn ended_session(user_agent: Option<&str>) -> MailContent {
    MailContent::SessionEndedForReuse {
        user_agent: user_agent.map(UserAgent::from_header),
        at: Timestamp::from_unix_seconds(1_800_000_000),
    }
}

fn welcome(full_name: &str, username: Option<&str>) -> MailContent {
    MailContent::Welcome {
        full_name: Some(FullName::parse(full_name).expect("a name")),
        username: username.map(|name| Username::parse(name).expect("a username")),
    }
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
