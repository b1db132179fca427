//! Usernames (A15).

use portico_domain::user::{Username, UsernameError};
use proptest::prelude::*;
use rstest::rstest;

fn username(text: &str) -> Username {
    Username::parse(text).expect("a username")
}

fn canonical(text: &str) -> String {
    username(text).canonical().to_owned()
}

#[rstest]
#[case::shortest("bob")]
#[case::marks_inside("Bob.Smith_1-2")]
#[case::digits("123")]
#[case::umlaut("Ünal")]
#[case::han("李小龍")]
#[case::devanagari_with_vowel_signs("नमस्ते")]
#[case::arabic("محمد")]
fn names_of_any_script_are_taken(#[case] text: &str) {
    assert_eq!(username(text).as_str(), text);
}

// A15
#[rstest]
#[case::at("a@b.example")]
#[case::full_width_at("abc\u{FF20}def")]
#[case::small_at("abc\u{FE6B}def")]
#[case::blank("a bc")]
#[case::no_break_space("a\u{A0}bc")]
#[case::slash("a/bc")]
#[case::nul("ab\0c")]
#[case::line_break("ab\nc")]
#[case::delete("ab\u{7F}c")]
#[case::right_to_left_override("ab\u{202E}c")]
#[case::left_to_right_isolate("ab\u{2066}c")]
#[case::arabic_letter_mark("ab\u{61C}c")]
#[case::zero_width_space("ab\u{200B}c")]
#[case::zero_width_non_joiner("ab\u{200C}c")]
#[case::zero_width_joiner("ab\u{200D}c")]
#[case::word_joiner("ab\u{2060}c")]
#[case::byte_order_mark("ab\u{FEFF}c")]
#[case::soft_hyphen("ab\u{AD}c")]
#[case::grapheme_joiner("ab\u{34F}c")]
#[case::variation_selector("ab\u{FE0F}c")]
#[case::hangul_filler("ab\u{3164}c")]
#[case::halfwidth_hangul_filler("ab\u{FFA0}c")]
#[case::tag_character("ab\u{E0061}c")]
#[case::emoji("ab😀c")]
#[case::becomes_blanks_when_folded("ab\u{FDFA}c")]
fn what_is_not_a_visible_letter_or_digit_is_refused(#[case] text: &str) {
    assert_eq!(Username::parse(text), Err(UsernameError::Character));
}

#[rstest]
#[case(".bob")]
#[case("_bob")]
#[case("-bob")]
#[case("bob.")]
#[case("bob_")]
#[case("bob-")]
#[case::combining_mark("\u{301}bob")]
fn a_name_starts_and_ends_with_a_letter_or_a_digit(#[case] text: &str) {
    assert_eq!(Username::parse(text), Err(UsernameError::Edge));
}

#[rstest]
#[case(2, false)]
#[case(3, true)]
#[case(64, true)]
#[case(65, false)]
fn a_name_has_3_to_64_characters(#[case] length: usize, #[case] fits: bool) {
    for letter in ["a", "ü", "龍"] {
        let parsed = Username::parse(&letter.repeat(length));
        assert_eq!(parsed.err(), (!fits).then_some(UsernameError::Length));
    }
}

#[test]
fn a_huge_text_is_refused() {
    assert_eq!(
        Username::parse(&"a".repeat(1 << 20)),
        Err(UsernameError::Length)
    );
}

// A15: unique on NFKC-casefold.
#[rstest]
#[case::case("ADMIN", "admin")]
#[case::sharp_s("Straße", "STRASSE")]
#[case::ligature("\u{FB01}nal", "final")]
#[case::full_width("\u{FF22}\u{FF4F}\u{FF42}", "bob")]
#[case::decomposed("Jose\u{301}", "josé")]
#[case::kelvin_sign("\u{212A}im", "kim")]
#[case::final_sigma("ΟΔΟΣ", "οδος")]
#[case::folds_into_decomposed_letters("abc\u{390}", "abc\u{3AA}\u{301}")]
#[case::superscript("bob\u{B2}", "bob2")]
#[case::mathematical("\u{1D41B}ob", "bob")]
fn names_that_look_alike_by_nfkc_casefold_are_one(#[case] one: &str, #[case] other: &str) {
    assert_eq!(canonical(one), canonical(other));
}

// A15, CVE-2019-19844: a folding of the Turkish kind would hand one account to another.
#[rstest]
#[case::dotless_i("adm\u{131}n", "admin")]
#[case::dotted_capital_i("adm\u{130}n", "admin")]
#[case::accent("josé", "jose")]
#[case::cyrillic_a("\u{430}dmin", "admin")]
fn names_with_other_letters_stay_apart(#[case] one: &str, #[case] other: &str) {
    assert_ne!(canonical(one), canonical(other));
}

#[test]
fn a_name_is_kept_as_chosen_in_nfc() {
    assert_eq!(username("Jose\u{301}").as_str(), "José");
    assert_eq!(username("Bob").as_str(), "Bob");
}

/// A15: otherwise a name and its canonical form, chosen as a name, could be two accounts.
#[test]
fn the_canonical_form_of_a_canonical_form_is_itself_for_every_character() {
    for c in ('\u{80}'..=char::MAX).filter(|c| c.is_alphanumeric()) {
        let Ok(name) = Username::parse(&format!("ab{c}cd")) else {
            continue;
        };
        let again = username(name.canonical());
        assert_eq!(
            again.canonical(),
            name.canonical(),
            "U+{:04X}",
            u32::from(c)
        );
    }
}

proptest! {
    // A15
    #[test]
    fn the_canonical_form_is_idempotent(text in "[\\p{L}\\p{M}\\p{N}._-]{3,30}") {
        if let Ok(name) = Username::parse(&text)
            && let Ok(again) = Username::parse(name.canonical())
        {
            prop_assert_eq!(again.canonical(), name.canonical());
        }
    }

    #[test]
    fn a_stored_name_is_read_back_as_it_is(text in "[\\p{L}\\p{M}\\p{N}._-]{3,30}") {
        if let Ok(name) = Username::parse(&text) {
            prop_assert_eq!(Username::parse(name.as_str()), Ok(name));
        }
    }

    // A15
    #[test]
    fn nothing_that_is_taken_could_be_an_address_or_break_a_line(text in any::<String>()) {
        if let Ok(name) = Username::parse(&text) {
            let shown = format!("{}{}", name.as_str(), name.canonical());
            prop_assert!(!shown.contains(|c: char| c == '@' || c.is_control() || c.is_whitespace()));
        }
    }
}
