//! One-time codes (A5).

use std::collections::HashSet;

use portico_domain::ports::SecretGenerator;
use portico_domain::registration::{OtpCode, OtpCodeError, OtpLength};
use rstest::rstest;

use crate::doubles::{ScriptedBytes, SeededBytes};

const CODES: u32 = 20_000;

/// The 0.999 quantile of chi-square with nine degrees of freedom: ten digits that are equally likely
/// exceed it once in a thousand seeds, and the seed is fixed.
const CRITICAL: f64 = 27.88;

fn length(digits: u8) -> OtpLength {
    OtpLength::new(digits).expect("a length")
}

fn codes(digits: u8, secrets: &dyn SecretGenerator) -> Vec<String> {
    (0..CODES)
        .map(|_| {
            OtpCode::generate(length(digits), secrets)
                .expose()
                .to_owned()
        })
        .collect()
}

fn digit(code: &str, place: usize) -> usize {
    usize::from(code.as_bytes()[place] - b'0')
}

/// How far the counts are from being equal (Pearson 1900).
fn chi_square(counts: &[u32; 10]) -> f64 {
    let expected = f64::from(counts.iter().sum::<u32>()) / 10.0;
    counts
        .iter()
        .map(|count| (f64::from(*count) - expected).powi(2) / expected)
        .sum()
}

// A5
#[test]
fn every_digit_is_equally_likely_at_every_place() {
    let codes = codes(6, &SeededBytes::new(5));
    for place in 0..6 {
        let mut counts = [0; 10];
        for code in &codes {
            counts[digit(code, place)] += 1;
        }
        let distance = chi_square(&counts);
        assert!(distance < CRITICAL, "place {place}: {distance} {counts:?}");
    }
}

// A5: no digit follows from the one before it.
#[test]
fn neighbouring_digits_are_independent() {
    let mut sums = [0; 10];
    for code in codes(6, &SeededBytes::new(6)) {
        sums[(digit(&code, 0) + 10 - digit(&code, 1)) % 10] += 1;
    }
    assert!(chi_square(&sums) < CRITICAL, "{sums:?}");
}

// A5: 256 is not a multiple of ten, so a plain remainder would prefer 0 to 5.
#[test]
fn bytes_that_would_favour_some_digits_are_drawn_again() {
    let bytes = ScriptedBytes::new(&[250, 249, 255, 0, 251, 19, 254, 20, 253, 131, 252, 7]);
    let code = OtpCode::generate(length(6), &bytes);
    assert_eq!(code.expose(), "909017");
}

// A5
#[test]
fn leading_zeros_are_kept() {
    let code = OtpCode::generate(length(6), &ScriptedBytes::new(&[0]));
    assert_eq!(code.expose(), "000000");
    assert_eq!(OtpCode::parse("000042").expect("a code").expose(), "000042");
}

#[rstest]
#[case(6)]
#[case(8)]
#[case(10)]
fn a_code_has_the_digits_that_were_asked_for(#[case] digits: u8) {
    let codes: HashSet<_> = codes(digits, &SeededBytes::new(7)).into_iter().collect();
    for code in &codes {
        assert_eq!(code.len(), usize::from(digits));
        assert!(OtpCode::parse(code).is_ok());
    }
    assert!(codes.len() > 19_000, "only {} codes differ", codes.len());
}

#[rstest]
#[case(5, false)]
#[case(6, true)]
#[case(10, true)]
#[case(11, false)]
fn a_code_has_6_to_10_digits(#[case] digits: u8, #[case] allowed: bool) {
    assert_eq!(OtpLength::new(digits).is_ok(), allowed);
    assert_eq!(
        OtpCode::parse(&"7".repeat(usize::from(digits))).is_ok(),
        allowed
    );
}

#[rstest]
#[case::empty("")]
#[case::letter("12345a")]
#[case::blank(" 123456")]
#[case::sign("+12345")]
#[case::separator("123 456")]
#[case::full_width("\u{FF11}\u{FF12}")]
#[case::arabic_indic("\u{661}\u{662}\u{663}")]
#[case::nul("12345\0")]
fn other_texts_are_not_codes(#[case] text: &str) {
    assert_eq!(OtpCode::parse(text), Err(OtpCodeError));
}
