//! A password as typed.

use portico_domain::password::{Password, PasswordError};
use proptest::prelude::*;
use rstest::rstest;

fn password(text: &str) -> Password {
    Password::parse(text).expect("a password")
}

// B2
#[rstest]
#[case::ascii("correct horse battery staple")]
#[case::han("龍龍龍龍龍龍龍龍")]
#[case::emoji("🐎🔋📎🐎🔋📎🐎🔋")]
#[case::blanks_around("  spaced out  ")]
fn any_script_is_welcome_and_nothing_is_cut(#[case] text: &str) {
    assert_eq!(password(text).expose(), text);
}

// B6: bcrypt would stop reading there.
#[rstest]
#[case::nul("p\0p")]
#[case::trailing_nul("password\0")]
#[case::line_break("pass\nword")]
#[case::carriage_return("pass\rword")]
#[case::tab("pass\tword")]
#[case::delete("pass\u{7F}word")]
#[case::line_separator("pass\u{2028}word")]
fn control_characters_are_refused(#[case] text: &str) {
    assert_eq!(Password::parse(text), Err(PasswordError::ControlCharacter));
}

// B2: more is refused before anything is hashed.
#[test]
fn at_most_256_characters_are_read() {
    assert_eq!(password(&"龍".repeat(256)).length(), 256);
    assert_eq!(
        Password::try_from("龍".repeat(257).as_str()),
        Err(PasswordError::TooLong)
    );
}

// B2: U+1D160 becomes three characters in NFC.
#[test]
fn the_limit_holds_after_normalisation() {
    let grows = "\u{1D160}".repeat(86);
    assert_eq!(Password::parse(&grows), Err(PasswordError::TooLong));
}

// B7: two keyboards, one password.
#[test]
fn composed_and_decomposed_letters_are_the_same() {
    assert_eq!(password("Ame\u{301}lie1"), password("Am\u{e9}lie1"));
}

// B7: NFC, not NFKC, so that no two passwords are made one.
#[test]
fn letters_that_only_look_alike_stay_apart() {
    assert_ne!(password("\u{FB01}nal word"), password("final word"));
}

// B1: code points, not bytes.
#[test]
fn length_is_counted_in_characters_after_normalisation() {
    assert_eq!(password("e\u{301}e\u{301}").length(), 2);
    assert_eq!(password("🐎🔋").length(), 2);
}

// B5: nothing is cut before the hash sees it.
#[test]
fn passwords_that_differ_after_72_bytes_differ() {
    let start = "a".repeat(72);
    assert_ne!(
        password(&format!("{start}b")),
        password(&format!("{start}c"))
    );
}

proptest! {
    #[test]
    fn a_password_is_the_same_when_it_is_read_again(text in any::<String>()) {
        if let Ok(read) = Password::parse(&text) {
            prop_assert!(read.length() <= Password::MAX_LENGTH);
            prop_assert!(!read.expose().contains(char::is_control));
            prop_assert_eq!(Password::parse(read.expose()), Ok(read));
        }
    }
}
