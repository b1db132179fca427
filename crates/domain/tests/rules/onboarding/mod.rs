//! Onboarding: what is asked, and what is an answer to it.

mod dates;
mod judging;
mod numbers;
mod question;
mod question_parts;
mod retired;
mod texts;
mod user_info;

use std::collections::BTreeMap;

use portico_domain::onboarding::{
    Choice, ChoiceValue, Choices, GivenAnswer, Question, QuestionDraft, QuestionId, QuestionKey,
    QuestionKind, QuestionText,
};
use portico_domain::timestamp::Timestamp;
use uuid::Uuid;

const MADE_AT: Timestamp = Timestamp::from_unix_seconds(1_000);
const LATER: Timestamp = Timestamp::from_unix_seconds(2_000);

fn key(text: &str) -> QuestionKey {
    QuestionKey::parse(text).expect("a key")
}

fn choice(name: &str) -> Choice {
    Choice {
        value: ChoiceValue::parse(name).expect("the name of a choice"),
        label: QuestionText::parse(&name.to_uppercase()).expect("a label"),
    }
}

fn choices(names: &[&str]) -> Choices {
    Choices::new(names.iter().map(|name| choice(name)).collect()).expect("choices")
}

fn single(names: &[&str]) -> QuestionKind {
    QuestionKind::SingleChoice(choices(names))
}

fn multiple(names: &[&str]) -> QuestionKind {
    QuestionKind::MultipleChoice(choices(names))
}

/// An optional question; its position is its id.
fn a_question(number: u16, name: &str, kind: QuestionKind) -> Question {
    let draft = QuestionDraft {
        key: key(name),
        prompt: QuestionText::parse("What?").expect("a prompt"),
        kind,
        required: false,
        position: number,
    };
    let id = QuestionId::from_uuid(Uuid::from_u128(number.into()));
    Question::new(id, draft, MADE_AT)
}

fn required(mut question: Question) -> Question {
    question.draft.required = true;
    question
}

fn text(text: &str) -> GivenAnswer {
    GivenAnswer::Text(text.to_owned())
}

fn texts(texts: &[&str]) -> GivenAnswer {
    GivenAnswer::Texts(texts.iter().map(|&text| text.to_owned()).collect())
}

fn number(digits: &str) -> GivenAnswer {
    GivenAnswer::Number(digits.to_owned())
}

fn given<const N: usize>(answers: [(&str, GivenAnswer); N]) -> BTreeMap<String, GivenAnswer> {
    let answers = answers.into_iter();
    answers
        .map(|(key, answer)| (key.to_owned(), answer))
        .collect()
}
