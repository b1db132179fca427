//! Recovery links (F9r).

use std::time::Duration;

use portico_domain::link::LinkDigest;
use portico_domain::recovery::PasswordReset;
use portico_domain::timestamp::Timestamp;
use portico_domain::user::Email;

const ASKED_AT: Timestamp = Timestamp::from_unix_seconds(1_000);

fn a_reset() -> PasswordReset {
    let email = Email::parse("kim@example.com").expect("an address");
    PasswordReset::new(LinkDigest::from_digest([7; 32]), email, ASKED_AT)
}

// F9r
#[test]
fn a_link_works_for_30_minutes_to_the_microsecond() {
    let reset = a_reset();
    let end = ASKED_AT.plus(Duration::from_mins(30));
    assert!(reset.is_live(ASKED_AT));
    assert!(reset.is_live(end.minus(Duration::from_micros(1))));
    assert!(!reset.is_live(end));
    assert!(!reset.is_live(Timestamp::MAX));
}

// F9r, H3: what is kept names the address as it was typed, whether an account has it or not.
#[test]
fn a_link_is_of_an_address_and_of_nobody() {
    let reset = a_reset();
    assert_eq!(reset.email.as_str(), "kim@example.com");
    assert_eq!(reset.created_at, ASKED_AT);
}
