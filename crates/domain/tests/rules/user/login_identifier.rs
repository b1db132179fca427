//! What somebody logs in as (C1, C2).

use portico_domain::user::{Email, LoginIdentifier, Username};
use rstest::rstest;

#[test]
fn with_an_at_it_is_an_address() {
    let email = Email::parse("kim@example.com").expect("an address");
    assert_eq!(
        LoginIdentifier::parse("kim@example.com"),
        LoginIdentifier::Email(email)
    );
}

#[test]
fn without_an_at_it_is_a_username() {
    let username = Username::parse("kim").expect("a username");
    assert_eq!(
        LoginIdentifier::parse("kim"),
        LoginIdentifier::Username(username)
    );
}

// C1: it is looked up and compared like any other, so reading it never fails.
#[rstest]
#[case("")]
#[case("no such name")]
#[case("@")]
#[case("kim@localhost")]
#[case("kim\0")]
fn what_no_account_can_have_is_impossible(#[case] text: &str) {
    let identifier = LoginIdentifier::parse(text);
    assert_eq!(identifier, LoginIdentifier::Impossible(text.to_owned()));
    assert_eq!(identifier.canonical(), text);
}

// C3: what counts failures must not grow with what is typed.
#[test]
fn an_impossible_name_is_cut() {
    let identifier = LoginIdentifier::parse(&"é ".repeat(10_000));
    assert_eq!(identifier.canonical().chars().count(), 255);
}
