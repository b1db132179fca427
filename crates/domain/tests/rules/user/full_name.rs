//! Names to show (F13r).

use portico_domain::user::{FullName, FullNameError};
use rstest::rstest;

#[rstest]
#[case::empty("")]
#[case::plain("Zoë Müller-Łukasz")]
#[case::markup("<b>O'Neil & Sons</b>")]
#[case::emoji_with_joiner("👩\u{200D}🚀 Ada")]
#[case::blanks_are_kept(" Ada ")]
fn a_name_is_kept_as_typed(#[case] text: &str) {
    assert_eq!(FullName::parse(text).expect("a name").as_str(), text);
}

// F13r: such a name would end a mail header or a log line.
#[rstest]
#[case::line_break("Ada\nLovelace")]
#[case::header_injection("Ada\r\nBcc: b@example.com")]
#[case::nul("Ada\0")]
#[case::tab("Ada\tLovelace")]
#[case::next_line("Ada\u{85}")]
#[case::line_separator("Ada\u{2028}")]
#[case::paragraph_separator("Ada\u{2029}")]
#[case::escape("\u{1B}[31mAda")]
#[case::right_to_left_override("Ada\u{202E}")]
#[case::right_to_left_isolate("Ada\u{2067}")]
#[case::right_to_left_mark("Ada\u{200F}")]
fn control_characters_are_refused(#[case] text: &str) {
    assert_eq!(FullName::parse(text), Err(FullNameError::ControlCharacter));
}

#[test]
fn a_name_has_at_most_255_characters() {
    assert!(FullName::parse(&"龍".repeat(255)).is_ok());
    assert_eq!(
        FullName::try_from("龍".repeat(256).as_str()),
        Err(FullNameError::TooLong)
    );
}
