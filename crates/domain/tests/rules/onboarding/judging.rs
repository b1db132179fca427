//! Answers against questions: each is taken as its kind says, and every fault is named at once (F6r).

use portico_domain::onboarding::{
    AnswerDate, AnswerNumber, AnswerProblem, AnswerText, AnswerTextError, AnswerValue, ChoiceValue,
    GivenAnswer, Question, QuestionKind, Questionnaire,
};
use rstest::rstest;

use super::{a_question, given, multiple, number, required, single, text, texts};

const COLOURS: &[&str] = &["red", "blue", "green"];

fn name(text: &str) -> ChoiceValue {
    ChoiceValue::parse(text).expect("the name of a choice")
}

/// What one question makes of an answer.
fn judge(question: Question, answer: GivenAnswer) -> Result<AnswerValue, AnswerProblem> {
    let key = question.draft.key.as_str().to_owned();
    let id = question.id;
    let judged = Questionnaire::new(vec![question]).judge(&given([(key.as_str(), answer)]));
    match judged {
        Ok(mut answers) => {
            let answer = answers.pop().expect("an answer");
            assert!(answers.is_empty());
            assert_eq!((answer.question, answer.key.as_str()), (id, key.as_str()));
            Ok(answer.value)
        }
        Err(faults) => {
            assert_eq!((faults.len(), &faults[0].key), (1, &key));
            Err(faults[0].problem)
        }
    }
}

fn asked(kind: QuestionKind) -> Question {
    a_question(1, "colour", kind)
}

#[test]
fn an_answer_of_the_right_kind_is_taken() {
    let day = AnswerDate::parse("1815-12-10").expect("a day");
    for (kind, answer, value) in [
        (
            QuestionKind::Text,
            text("any"),
            AnswerValue::Text(AnswerText::parse("any").expect("a text")),
        ),
        (
            single(COLOURS),
            text("blue"),
            AnswerValue::Choice(name("blue")),
        ),
        (
            multiple(COLOURS),
            texts(&["blue"]),
            AnswerValue::Choices(vec![name("blue")]),
        ),
        (
            QuestionKind::Number,
            number("1.50"),
            AnswerValue::Number(AnswerNumber::parse("1.50").expect("a number")),
        ),
        (
            QuestionKind::Date,
            text("1815-12-10"),
            AnswerValue::Date(day),
        ),
        (
            QuestionKind::Boolean,
            GivenAnswer::Boolean(false),
            AnswerValue::Boolean(false),
        ),
    ] {
        assert_eq!(judge(required(asked(kind)), answer), Ok(value));
    }
}

/// One answer of each JSON type, and which kinds take it.
#[rstest]
#[case::text(text("red"), &["text", "single_choice"])]
#[case::day(text("1815-12-10"), &["text", "date"])]
#[case::digits_in_a_text(text("7"), &["text"])]
#[case::truth_in_a_text(text("true"), &["text"])]
#[case::number(number("7"), &["number"])]
#[case::truth(GivenAnswer::Boolean(true), &["boolean"])]
#[case::list(texts(&["red"]), &["multiple_choice"])]
#[case::empty_list(texts(&[]), &["multiple_choice"])]
#[case::other(GivenAnswer::Other, &[])]
fn an_answer_of_another_kind_is_named_by_what_is_wanted(
    #[case] answer: GivenAnswer,
    #[case] takers: &[&str],
) {
    for (kind, problem) in [
        (QuestionKind::Text, AnswerProblem::Text),
        (single(COLOURS), AnswerProblem::Choice),
        (multiple(COLOURS), AnswerProblem::Choices),
        (QuestionKind::Number, AnswerProblem::Number),
        (QuestionKind::Date, AnswerProblem::Date),
        (QuestionKind::Boolean, AnswerProblem::Boolean),
    ] {
        let kind_name = kind.name();
        let judged = judge(asked(kind), answer.clone());
        if takers.contains(&kind_name) {
            assert!(judged.is_ok(), "{kind_name}: {judged:?}");
        } else {
            assert_eq!(judged, Err(problem), "{kind_name}");
        }
    }
}

#[rstest]
#[case::none_of_them(&["yellow"])]
#[case::one_of_them_is_none(&["red", "yellow"])]
#[case::in_another_case(&["Red"])]
#[case::twice(&["red", "red"])]
fn choices_are_known_and_each_is_made_once(#[case] chosen: &[&str]) {
    let judged = judge(asked(multiple(COLOURS)), texts(chosen));
    assert_eq!(judged, Err(AnswerProblem::Choices));
}

#[test]
fn choices_are_in_the_order_of_the_question() {
    let value = AnswerValue::Choices(vec![name("red"), name("green")]);
    for chosen in [["red", "green"], ["green", "red"]] {
        let judged = judge(asked(multiple(COLOURS)), texts(&chosen));
        assert_eq!(judged, Ok(value.clone()));
    }
}

#[rstest]
#[case::text(QuestionKind::Text, text(""))]
#[case::blank(QuestionKind::Text, text(" \n\t"))]
#[case::nothing_seen(QuestionKind::Text, text("\u{200B}"))]
#[case::fillers(QuestionKind::Text, text("\u{3164} \u{2060}\u{FEFF}\u{AD}"))]
#[case::choices(multiple(COLOURS), texts(&[]))]
fn an_answer_that_says_nothing_is_enough_only_where_none_is_needed(
    #[case] kind: QuestionKind,
    #[case] answer: GivenAnswer,
) {
    assert!(judge(asked(kind.clone()), answer.clone()).is_ok());
    let judged = judge(required(asked(kind)), answer);
    assert_eq!(judged, Err(AnswerProblem::Empty));
}

#[test]
fn characters_that_are_not_seen_may_stand_among_others() {
    let family = text("\u{1F468}\u{200D}\u{1F469}\u{FE0F}");
    assert!(judge(required(asked(QuestionKind::Text)), family).is_ok());
}

#[test]
fn a_broken_text_is_named_by_the_rule() {
    for (given, broken) in [
        ("a\0", AnswerTextError::ControlCharacter),
        ("a\u{202E}", AnswerTextError::Direction),
        (&*"a".repeat(1001), AnswerTextError::TooLong),
    ] {
        let judged = judge(asked(QuestionKind::Text), text(given));
        assert_eq!(judged, Err(AnswerProblem::BrokenText(broken)));
    }
}

#[test]
fn what_is_not_required_may_be_left_out() {
    let questions = vec![asked(QuestionKind::Text)];
    let judged = Questionnaire::new(questions).judge(&given([]));
    assert_eq!(judged, Ok(Vec::new()));
}

#[test]
fn every_fault_is_named_at_once_in_the_order_of_the_questions() {
    let questions = vec![
        required(a_question(3, "third", QuestionKind::Date)),
        a_question(1, "first", QuestionKind::Number),
        required(a_question(2, "second_b", QuestionKind::Text)),
        a_question(4, "good", QuestionKind::Boolean),
        required(Question {
            id: a_question(9, "x", QuestionKind::Text).id,
            ..a_question(2, "second_a", QuestionKind::Text)
        }),
    ];
    let answers = given([
        ("zebra", GivenAnswer::Other),
        ("first", text("1")),
        ("second_b", text(" ")),
        ("third", text("1900-02-29")),
        ("good", GivenAnswer::Boolean(true)),
        ("aardvark", text("x")),
    ]);

    let faults = Questionnaire::new(questions)
        .judge(&answers)
        .expect_err("faults");

    let faults: Vec<_> = faults
        .iter()
        .map(|it| (it.key.as_str(), it.problem))
        .collect();
    assert_eq!(
        faults,
        [
            ("first", AnswerProblem::Number),
            ("second_a", AnswerProblem::Missing),
            ("second_b", AnswerProblem::Empty),
            ("third", AnswerProblem::Date),
            ("aardvark", AnswerProblem::Unknown),
            ("zebra", AnswerProblem::Unknown),
        ]
    );
}

#[test]
fn good_answers_are_in_the_order_of_the_questions() {
    let questions = vec![
        a_question(2, "a", QuestionKind::Text),
        a_question(1, "b", QuestionKind::Text),
    ];
    let answers = given([("a", text("x")), ("b", text("y"))]);
    let answers = Questionnaire::new(questions).judge(&answers);
    let answers = answers.expect("good answers");
    let keys: Vec<_> = answers.iter().map(|it| it.key.as_str()).collect();
    assert_eq!(keys, ["b", "a"]);
}
