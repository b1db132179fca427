//! Texts as answers (F13r, F14r).

use portico_domain::onboarding::{AnswerText, AnswerTextError};
use rstest::rstest;

#[rstest]
#[case::empty("")]
#[case::blanks_around("  Lamp  ")]
#[case::lines("one\r\ntwo\n\tthree")]
#[case::markup("<script>alert(1)</script>")]
#[case::any_script("ランプ 💡 Zoë")]
fn a_text_is_kept_as_typed(#[case] text: &str) {
    assert_eq!(AnswerText::parse(text).expect("a text").as_str(), text);
}

#[test]
fn a_text_has_at_most_1000_characters() {
    for letter in ["a", "龍", "💡", "\n"] {
        assert!(AnswerText::parse(&letter.repeat(1000)).is_ok());
        let longer = AnswerText::parse(&letter.repeat(1001));
        assert_eq!(longer, Err(AnswerTextError::TooLong));
    }
}

#[rstest]
#[case::nul("Lamp\0")]
#[case::escape("\u{1B}[31mLamp")]
#[case::delete("Lamp\u{7F}")]
#[case::next_line("Lamp\u{85}")]
#[case::line_separator("Lamp\u{2028}")]
fn other_control_characters_are_refused(#[case] text: &str) {
    let parsed = AnswerText::parse(text);
    assert_eq!(parsed, Err(AnswerTextError::ControlCharacter));
}

#[rstest]
#[case::turned("abc\u{202E}fed")]
#[case::isolated("\u{2066}abc\u{2069}")]
fn what_turns_the_direction_of_a_text_is_refused(#[case] text: &str) {
    assert_eq!(AnswerText::parse(text), Err(AnswerTextError::Direction));
}

#[test]
fn a_stored_text_stays_readable_when_the_rules_change() {
    let text = "abc\u{202E}fed";
    assert_eq!(AnswerText::from_stored(text.to_owned()).as_str(), text);
}
