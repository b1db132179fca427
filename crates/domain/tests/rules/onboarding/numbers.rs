//! Numbers as answers (RFC 8259 §6).

use portico_domain::onboarding::AnswerNumber;
use proptest::prelude::*;
use rstest::rstest;

#[rstest]
#[case::zero("0")]
#[case::minus_zero("-0")]
#[case::whole("42")]
#[case::negative("-7")]
#[case::fraction("0.10")]
#[case::more_digits_than_a_float_has("12345678901234567890.123456789")]
#[case::exponent("1e5")]
#[case::capital_exponent("1E+05")]
#[case::all_parts("-10.250e-3")]
fn a_number_is_kept_as_written(#[case] text: &str) {
    let number = AnswerNumber::parse(text).expect("a number");
    assert_eq!(number.as_str(), text);
}

// It is sent again as it is, so nothing may be kept that would break a reply.
#[rstest]
#[case::empty("")]
#[case::sign_alone("-")]
#[case::plus("+1")]
#[case::two_signs("--1")]
#[case::leading_zero("01")]
#[case::zeros("00")]
#[case::no_whole_part(".5")]
#[case::no_fraction("1.")]
#[case::no_mantissa("e5")]
#[case::no_exponent("1e")]
#[case::exponent_of_a_sign("1e+")]
#[case::broken_exponent("1e1.5")]
#[case::two_exponents("1e1e1")]
#[case::two_points("1.2.3")]
#[case::beyond_what_readers_take("1e999")]
#[case::infinity("inf")]
#[case::no_number("NaN")]
#[case::hexadecimal("0x10")]
#[case::blank(" 1")]
#[case::grouped("1_000")]
#[case::other_digits("١")]
fn anything_else_is_none(#[case] text: &str) {
    assert_eq!(AnswerNumber::parse(text), None);
}

#[test]
fn a_number_has_at_most_30_characters() {
    let longest = "9".repeat(AnswerNumber::MAX_LENGTH);
    assert_eq!(longest.len(), 30);
    assert!(AnswerNumber::parse(&longest).is_some());
    assert_eq!(AnswerNumber::parse(&format!("{longest}9")), None);
}

proptest! {
    #[test]
    fn every_number_of_the_grammar_is_one(text in r"-?(0|[1-9][0-9]{0,8})(\.[0-9]{1,8})?([eE][+-]?[0-9]{1,2})?") {
        prop_assert!(AnswerNumber::parse(&text).is_some());
    }

    #[test]
    fn what_is_taken_begins_and_ends_as_json_does(text in "[-+.eE0-9]{0,8}") {
        if AnswerNumber::parse(&text).is_some() {
            prop_assert!(text.starts_with(|c: char| c == '-' || c.is_ascii_digit()));
            prop_assert!(text.ends_with(|c: char| c.is_ascii_digit()));
        }
    }
}
