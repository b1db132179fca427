//! Titles and descriptions (F13r).

use portico_domain::item::{ItemDescription, ItemTextError, ItemTitle};
use proptest::prelude::*;
use rstest::rstest;

#[rstest]
#[case::one_character("x")]
#[case::blank(" ")]
#[case::blanks_around("  Lamp  ")]
#[case::markup("<b>O'Neil & Sons</b>")]
#[case::formula("=1+1")]
#[case::any_script("ランプ 💡 Zoë")]
fn a_text_is_kept_as_typed(#[case] text: &str) {
    assert_eq!(ItemTitle::parse(text).expect("a title").as_str(), text);
    let description = ItemDescription::parse(text).expect("a description");
    assert_eq!(description.as_str(), text);
}

#[test]
fn a_description_may_be_empty_and_a_title_may_not() {
    assert_eq!(ItemTitle::parse(""), Err(ItemTextError::TooShort));
    assert!(ItemDescription::parse("").is_ok());
}

#[test]
fn a_text_has_at_most_255_characters() {
    for letter in ["a", "龍", "💡"] {
        assert!(ItemTitle::parse(&letter.repeat(255)).is_ok());
        assert!(ItemDescription::parse(&letter.repeat(255)).is_ok());
        let long = letter.repeat(256);
        assert_eq!(ItemTitle::parse(&long), Err(ItemTextError::TooLong));
        assert_eq!(ItemDescription::parse(&long), Err(ItemTextError::TooLong));
    }
}

// F13r, F14r
#[rstest]
#[case::nul("Lamp\0")]
#[case::line_break("Lamp\nTorch")]
#[case::carriage_return("Lamp\rTorch")]
#[case::tab("Lamp\tTorch")]
#[case::escape("\u{1B}[31mLamp")]
#[case::next_line("Lamp\u{85}")]
#[case::line_separator("Lamp\u{2028}")]
#[case::paragraph_separator("Lamp\u{2029}")]
fn control_characters_are_refused(#[case] text: &str) {
    let refused = ItemTextError::ControlCharacter;
    assert_eq!(ItemTitle::parse(text), Err(refused));
    assert_eq!(ItemDescription::parse(text), Err(refused));
}

proptest! {
    #[test]
    fn whatever_is_taken_is_kept_and_short_enough(text in any::<String>()) {
        if let Ok(title) = ItemTitle::parse(&text) {
            prop_assert_eq!(title.as_str(), &text);
            prop_assert!((1..=255).contains(&text.chars().count()));
        }
    }
}
