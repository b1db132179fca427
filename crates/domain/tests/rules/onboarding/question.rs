//! Questions, and what may become of one that was answered.

use portico_domain::onboarding::{Choice, Choices, QuestionDraft, QuestionKind, QuestionText};
use portico_domain::version::Version;
use rstest::rstest;

use super::{MADE_AT, a_question, choice, multiple, single};

const NAMES: [&str; 6] = [
    "text",
    "single_choice",
    "multiple_choice",
    "number",
    "date",
    "boolean",
];

fn every_kind() -> [QuestionKind; 6] {
    [
        QuestionKind::Text,
        single(&["red"]),
        multiple(&["red"]),
        QuestionKind::Number,
        QuestionKind::Date,
        QuestionKind::Boolean,
    ]
}

#[test]
fn a_new_question_is_asked_and_at_its_first_version() {
    let question = a_question(1, "colour", QuestionKind::Text);
    assert_eq!(question.version, Version::FIRST);
    assert_eq!((question.created_at, question.retired_at), (MADE_AT, None));
}

#[test]
fn a_change_counts_once_and_nothing_counts_as_none() {
    let question = a_question(1, "colour", QuestionKind::Text);
    assert_eq!(question.rewritten(question.draft.clone()), question);
    let draft = QuestionDraft {
        required: true,
        ..question.draft.clone()
    };
    let changed = question.rewritten(draft.clone());
    assert_eq!(changed.version, Version::FIRST.next());
    assert_eq!((changed.id, changed.draft), (question.id, draft));
}

#[test]
fn kinds_have_the_names_of_the_api() {
    assert_eq!(every_kind().map(|kind| kind.name()), NAMES);
}

#[test]
fn only_kinds_to_choose_from_have_choices() {
    let counts = every_kind().map(|kind| kind.choices().len());
    assert_eq!(counts, [0, 1, 1, 0, 0, 0]);
}

#[test]
fn answers_of_one_kind_fit_into_no_other() {
    for (row, kind) in every_kind().iter().enumerate() {
        for (column, other) in every_kind().iter().enumerate() {
            assert_eq!(kind.fits_into(other), row == column, "{kind:?} {other:?}");
        }
    }
}

#[rstest]
#[case::one_more(&["red", "blue", "green"], true)]
#[case::another_order(&["blue", "red"], true)]
#[case::one_less(&["red"], false)]
#[case::one_renamed(&["red", "Blue"], false)]
fn a_choice_that_may_have_been_made_must_stay(#[case] after: &[&str], #[case] fits: bool) {
    let before = &["red", "blue"];
    assert_eq!(single(before).fits_into(&single(after)), fits);
    assert_eq!(multiple(before).fits_into(&multiple(after)), fits);
}

#[test]
fn a_choice_may_read_differently() {
    let crimson = Choice {
        label: QuestionText::parse("crimson").expect("a label"),
        ..choice("red")
    };
    let relabelled = Choices::new(vec![crimson]).expect("choices");
    assert!(single(&["red"]).fits_into(&QuestionKind::SingleChoice(relabelled)));
}
