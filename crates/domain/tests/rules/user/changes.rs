//! Partial updates of an account.

use portico_domain::change::Change;
use portico_domain::timestamp::Timestamp;
use portico_domain::user::{User, UserChanges};
use portico_domain::version::Version;
use rstest::rstest;

use super::{a_user, email};

const LATER: Timestamp = Timestamp::from_unix_seconds(2_000);

fn to_address(text: &str) -> UserChanges {
    UserChanges {
        email: Change::To(email(text)),
        ..UserChanges::default()
    }
}

/// A user whose new address waits for its code.
fn a_moving_user() -> User {
    User {
        pending_email: Some(email("new@example.com")),
        ..a_user()
    }
}

#[test]
fn an_update_changes_what_it_mentions_and_counts_once() {
    let user = a_user();
    let changes = UserChanges {
        username: Change::To(None),
        is_superuser: Change::To(true),
        ..to_address("lee@example.com")
    };
    let expected = User {
        email: email("lee@example.com"),
        username: None,
        is_superuser: true,
        updated_at: LATER,
        version: Version::FIRST.next(),
        ..user.clone()
    };
    assert_eq!(user.with(changes, LATER), expected);
}

// An update that changes nothing leaves the copies that clients hold good.
#[rstest]
#[case::nothing(UserChanges::default())]
#[case::the_same(UserChanges {
    email: Change::To(a_user().email),
    pending_email: Change::To(None),
    username: Change::To(a_user().username),
    full_name: Change::To(a_user().full_name),
    is_active: Change::To(true),
    is_superuser: Change::To(false),
})]
fn an_update_that_changes_nothing_keeps_the_version(#[case] changes: UserChanges) {
    let user = a_user();
    assert_eq!(user.with(changes, LATER), user);
}

// F8r: mail goes to the address as it was typed last.
#[test]
fn another_spelling_of_the_address_is_a_change() {
    let after = a_user().with(to_address("KIM@example.com"), LATER);
    assert_eq!(after.email.as_str(), "KIM@example.com");
    assert_eq!(after.version, Version::FIRST.next());
}

// F7r: what waited was to take the place of another address.
#[test]
fn a_new_address_leaves_none_waiting() {
    let after = a_moving_user().with(to_address("lee@example.com"), LATER);
    assert_eq!(after.pending_email, None);
}

// F7r
#[test]
fn an_address_waits_through_every_other_change() {
    let user = a_moving_user();
    let changes = UserChanges {
        full_name: Change::To(None),
        ..to_address("Kim@example.com")
    };
    let after = user.with(changes, LATER);
    assert_eq!(after.pending_email, user.pending_email);
}
