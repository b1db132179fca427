//! What a request may say about where it comes from.

use portico_domain::request_origin::{RequestId, RequestOrigin, UserAgent};
use rstest::rstest;

#[rstest]
#[case::one_character("a")]
#[case::a_uuid("0191f5a0-1f2c-7abc-9def-0123456789ab")]
#[case::every_mark("A-z_0.9:b")]
fn request_ids_of_the_allowed_form_are_taken(#[case] text: &str) {
    assert_eq!(RequestId::parse(text).expect("a request id").as_str(), text);
}

// F14r: what a client gives ends up in every log line.
#[rstest]
#[case::empty("")]
#[case::blank("a b")]
#[case::line_break("a\nb")]
#[case::carriage_return("a\r")]
#[case::nul("a\0")]
#[case::quote("a\"b")]
#[case::brace("{a}")]
#[case::slash("a/b")]
#[case::per_cent("%0A")]
#[case::beyond_ascii("ä")]
#[case::full_width_digit("\u{FF11}")]
fn other_request_ids_are_refused(#[case] text: &str) {
    assert_eq!(RequestId::parse(text), None);
}

#[test]
fn a_request_id_has_at_most_128_characters() {
    assert!(RequestId::parse(&"a".repeat(128)).is_some());
    assert!(RequestId::parse(&"a".repeat(129)).is_none());
}

#[test]
fn a_made_request_id_is_one_that_would_be_taken() {
    let made = RequestId::from(uuid::Uuid::from_u128(u128::MAX));
    assert_eq!(RequestId::parse(made.as_str()), Some(made));
}

// F14r
#[test]
fn a_user_agent_keeps_nothing_that_breaks_a_log_line() {
    let agent = UserAgent::from_header("Nosy/1.0\r\nInjected: yes\t\u{7F}\u{85}\0");
    assert_eq!(agent.as_str(), "Nosy/1.0Injected: yes");
}

#[test]
fn a_long_user_agent_is_cut_between_characters() {
    let agent = UserAgent::from_header(&"ü".repeat(300));
    assert_eq!(agent.as_str(), "ü".repeat(255));
}

#[test]
fn the_system_itself_has_no_origin() {
    let origin = RequestOrigin::default();
    assert_eq!(
        (origin.ip, origin.user_agent, origin.request_id),
        (None, None, None)
    );
}
