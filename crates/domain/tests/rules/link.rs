//! The secrets of links (F9r).

use std::collections::HashSet;

use portico_domain::link::{LinkDigest, LinkToken, LinkTokenError};
use rstest::rstest;

use crate::doubles::{ScriptedBytes, SeededBytes};

// F9r
#[test]
fn a_token_holds_every_one_of_its_256_random_bits() {
    let bytes: Vec<u8> = (0..32).map(|number| number * 8 + 3).collect();
    let token = LinkToken::generate(&ScriptedBytes::new(&bytes));
    let read: Vec<u8> = (0..32)
        .map(|at| u8::from_str_radix(&token.expose()[at * 2..at * 2 + 2], 16).expect("hex"))
        .collect();
    assert_eq!(read, bytes);
}

// F9r
#[test]
fn tokens_do_not_repeat() {
    let bytes = SeededBytes::new(21);
    let tokens: HashSet<_> = (0..1_000)
        .map(|_| LinkToken::generate(&bytes).expose().to_owned())
        .collect();
    assert_eq!(tokens.len(), 1_000);
}

#[test]
fn a_token_that_comes_back_is_read_as_it_was() {
    let token = LinkToken::generate(&SeededBytes::new(22));
    assert_eq!(LinkToken::parse(token.expose()), Ok(token));
}

#[rstest]
#[case::empty(String::new())]
#[case::too_short("a".repeat(63))]
#[case::too_long("a".repeat(65))]
#[case::upper_case("A".repeat(64))]
#[case::not_hexadecimal("g".repeat(64))]
#[case::blank_at_the_end(format!("{} ", "a".repeat(63)))]
#[case::two_byte_letters("ä".repeat(32))]
#[case::nul(format!("{}\0", "a".repeat(63)))]
fn other_texts_are_no_tokens(#[case] text: String) {
    assert_eq!(LinkToken::parse(&text), Err(LinkTokenError));
}

#[test]
fn a_digest_is_kept_as_it_is() {
    let bytes = [0xC3; 32];
    assert_eq!(LinkDigest::from_digest(bytes).as_bytes(), &bytes);
}
