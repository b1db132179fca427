//! The parts of a question: its key, its texts, its choices.

use portico_domain::onboarding::{
    Choice, ChoiceValue, Choices, QuestionError, QuestionKey, QuestionText,
};
use rstest::rstest;

use super::{choice, choices};

#[rstest]
#[case::letter("a")]
#[case::words("favourite_colour")]
#[case::digits("top_10")]
#[case::longest("a234567890123456789012345678901234567890123456789012345678901234")]
fn a_key_is_kept(#[case] text: &str) {
    assert_eq!(QuestionKey::parse(text).expect("a key").as_str(), text);
}

#[rstest]
#[case::empty("")]
#[case::capital("Colour")]
#[case::digit_first("1st")]
#[case::underscore_first("_colour")]
#[case::hyphen("first-name")]
#[case::blank("first name")]
#[case::dot("a.b")]
#[case::other_letters("größe")]
#[case::nul("a\0")]
#[case::too_long("a2345678901234567890123456789012345678901234567890123456789012345")]
fn anything_else_is_no_key(#[case] text: &str) {
    assert_eq!(QuestionKey::parse(text), Err(QuestionError::Key));
}

#[test]
fn a_prompt_has_1_to_255_characters_and_the_name_of_a_choice_1_to_64() {
    for letter in ["a", "龍", "💡"] {
        for length in [1, 255] {
            assert!(QuestionText::parse(&letter.repeat(length)).is_ok());
        }
        for length in [1, 64] {
            assert!(ChoiceValue::parse(&letter.repeat(length)).is_ok());
        }
        for length in [0, 256] {
            let text = QuestionText::parse(&letter.repeat(length));
            assert_eq!(text, Err(QuestionError::Text));
        }
        for length in [0, 65] {
            let name = ChoiceValue::parse(&letter.repeat(length));
            assert_eq!(name, Err(QuestionError::Choice));
        }
    }
}

// F14r
#[rstest]
#[case::nul("Lamp\0")]
#[case::line_break("Lamp\nTorch")]
#[case::line_separator("Lamp\u{2028}")]
fn prompts_and_names_have_no_control_characters(#[case] text: &str) {
    assert_eq!(QuestionText::parse(text), Err(QuestionError::Text));
    assert_eq!(ChoiceValue::parse(text), Err(QuestionError::Choice));
}

fn so_many(count: usize) -> Vec<Choice> {
    let names = (0..count).map(|number| number.to_string());
    names.map(|name| choice(&name)).collect()
}

#[test]
fn there_are_1_to_100_choices() {
    for count in [1, 100] {
        let choices = Choices::new(so_many(count)).expect("choices");
        assert_eq!(choices.as_slice(), so_many(count));
    }
    for count in [0, 101] {
        let refused = Choices::new(so_many(count));
        assert_eq!(refused, Err(QuestionError::ChoiceCount));
    }
}

#[test]
fn each_choice_has_a_name_of_its_own() {
    let names = ["red", "blue", "red"].map(choice).to_vec();
    assert_eq!(Choices::new(names), Err(QuestionError::RepeatedChoice));
    let in_another_case = ["red", "Red"].map(choice).to_vec();
    assert!(Choices::new(in_another_case).is_ok());
}

#[test]
fn a_choice_is_found_by_its_exact_name() {
    let choices = choices(&["red", "blue"]);
    assert_eq!(choices.find("blue"), Some(&choice("blue")));
    for name in ["", "BLUE", "blue ", "green"] {
        assert_eq!(choices.find(name), None, "{name}");
    }
}
