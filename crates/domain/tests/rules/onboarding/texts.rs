//! Texts as answers (F13r, F14r).

use portico_domain::onboarding::AnswerText;
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
        assert!(AnswerText::parse(&letter.repeat(1000)).is_some());
        assert_eq!(AnswerText::parse(&letter.repeat(1001)), None);
    }
}

#[rstest]
#[case::nul("Lamp\0")]
#[case::escape("\u{1B}[31mLamp")]
#[case::delete("Lamp\u{7F}")]
#[case::next_line("Lamp\u{85}")]
#[case::line_separator("Lamp\u{2028}")]
fn other_control_characters_are_refused(#[case] text: &str) {
    assert_eq!(AnswerText::parse(text), None);
}
