//! The `registration_id` (A3).

use std::collections::HashSet;

use portico_domain::registration::{RegistrationSecret, RegistrationSecretError};
use rstest::rstest;

use crate::doubles::{ScriptedBytes, SeededBytes};

// A3
#[test]
fn a_secret_holds_every_one_of_its_256_random_bits() {
    let bytes: Vec<u8> = (0..32).map(|number| number * 8 + 1).collect();
    let secret = RegistrationSecret::generate(&ScriptedBytes::new(&bytes));
    let read: Vec<u8> = (0..32)
        .map(|at| u8::from_str_radix(&secret.expose()[at * 2..at * 2 + 2], 16).expect("hex"))
        .collect();
    assert_eq!(read, bytes);
}

// A3
#[test]
fn secrets_do_not_repeat() {
    let bytes = SeededBytes::new(11);
    let secrets: HashSet<_> = (0..1_000)
        .map(|_| RegistrationSecret::generate(&bytes).expose().to_owned())
        .collect();
    assert_eq!(secrets.len(), 1_000);
}

#[test]
fn a_secret_that_comes_back_is_read_as_it_was() {
    let secret = RegistrationSecret::generate(&SeededBytes::new(12));
    assert_eq!(RegistrationSecret::parse(secret.expose()), Ok(secret));
}

#[rstest]
#[case::empty(String::new())]
#[case::too_short("a".repeat(63))]
#[case::too_long("a".repeat(65))]
#[case::upper_case("A".repeat(64))]
#[case::not_hexadecimal("g".repeat(64))]
#[case::blank_at_the_end(format!("{} ", "a".repeat(63)))]
#[case::two_byte_letters("ä".repeat(32))]
#[case::a_path(format!("../{}", "a".repeat(61)))]
fn other_texts_are_refused(#[case] text: String) {
    assert_eq!(
        RegistrationSecret::parse(&text),
        Err(RegistrationSecretError)
    );
}
