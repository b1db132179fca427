//! An answer as a row, and back. The value is JSON text; a number is a string in it, so that every digit stays.

use domain::onboarding::{
    Answer, AnswerDate, AnswerNumber, AnswerText, AnswerValue, ChoiceValue, QuestionError,
    QuestionId, QuestionKey,
};
use domain::ports::StorageError;
use domain::user::UserId;
use sea_orm::DerivePartialModel;
use serde_json::Value;

use super::answer_entity::Model;
use crate::onboarding::questions;
use crate::stored;

/// An answer and what is needed of its question, in one row of a join.
#[derive(DerivePartialModel)]
pub(super) struct AnswerRow {
    #[sea_orm(nested)]
    pub(super) answer: Model,
    #[sea_orm(nested)]
    pub(super) question: QuestionRow,
}

/// What an answer's key and place are read from.
#[derive(DerivePartialModel)]
#[sea_orm(entity = "questions::Entity")]
pub(super) struct QuestionRow {
    pub(super) key: String,
    pub(super) position: i64,
}

impl Model {
    /// The row of a user's answer.
    pub(super) fn of(user: UserId, answer: &Answer) -> Self {
        let (kind, value) = to_json(&answer.value);
        Self {
            user_id: user.as_uuid(),
            question_id: answer.question.as_uuid(),
            kind: kind.to_owned(),
            value: value.to_string(),
        }
    }
}

impl TryFrom<AnswerRow> for Answer {
    type Error = StorageError;

    fn try_from(row: AnswerRow) -> Result<Self, Self::Error> {
        let key = QuestionKey::parse(&row.question.key);
        let value = serde_json::from_str(&row.answer.value);
        let value = from_json(&row.answer.kind, &stored::parsed("answer", value)?);
        Ok(Self {
            question: QuestionId::from_uuid(row.answer.question_id),
            key: stored::parsed("key", key)?,
            value: stored::known("answer", value)?,
        })
    }
}

/// The names are stored, so they never change.
fn to_json(value: &AnswerValue) -> (&'static str, Value) {
    match value {
        AnswerValue::Text(text) => ("text", text.as_str().into()),
        AnswerValue::Choice(choice) => ("single_choice", choice.as_str().into()),
        AnswerValue::Choices(choices) => {
            let choices = choices.iter().map(ChoiceValue::as_str);
            ("multiple_choice", choices.collect())
        }
        AnswerValue::Number(number) => ("number", number.as_str().into()),
        AnswerValue::Date(date) => ("date", date.as_str().into()),
        AnswerValue::Boolean(yes) => ("boolean", (*yes).into()),
    }
}

fn from_json(kind: &str, value: &Value) -> Option<AnswerValue> {
    Some(match kind {
        "text" => AnswerValue::Text(AnswerText::from_stored(value.as_str()?.to_owned())),
        "single_choice" => AnswerValue::Choice(choice(value)?.ok()?),
        "multiple_choice" => {
            let choices = value.as_array()?.iter().map(|it| choice(it)?.ok());
            AnswerValue::Choices(choices.collect::<Option<_>>()?)
        }
        "number" => AnswerValue::Number(AnswerNumber::parse(value.as_str()?)?),
        "date" => AnswerValue::Date(AnswerDate::parse(value.as_str()?)?),
        "boolean" => AnswerValue::Boolean(value.as_bool()?),
        _ => return None,
    })
}

fn choice(value: &Value) -> Option<Result<ChoiceValue, QuestionError>> {
    value.as_str().map(ChoiceValue::parse)
}

#[cfg(test)]
mod tests {
    use sea_orm::prelude::Uuid;

    use super::*;

    fn a_row(kind: &str, value: &str) -> AnswerRow {
        AnswerRow {
            answer: Model {
                user_id: Uuid::nil(),
                question_id: Uuid::max(),
                kind: kind.to_owned(),
                value: value.to_owned(),
            },
            question: QuestionRow {
                key: "source".to_owned(),
                position: 0,
            },
        }
    }

    #[test]
    fn every_kind_comes_back_as_it_was() {
        for (kind, value) in [
            ("text", r#""a\nb \"c\"""#),
            ("single_choice", r#""friend""#),
            ("multiple_choice", r#"["b","a"]"#),
            ("multiple_choice", "[]"),
            ("number", r#""1.50e3""#),
            ("date", r#""2024-02-29""#),
            ("boolean", "false"),
        ] {
            let answer = Answer::try_from(a_row(kind, value)).unwrap();
            let again = Model::of(UserId::from_uuid(Uuid::nil()), &answer);
            assert_eq!((again.kind.as_str(), again.value.as_str()), (kind, value));
        }
    }

    #[test]
    fn a_row_that_no_answer_can_have_is_an_error() {
        for (kind, value) in [
            ("text", "1"),
            ("text", "nothing"),
            ("single_choice", "[]"),
            ("multiple_choice", r#"["a", 1]"#),
            ("number", "1"),
            ("date", r#""2023-02-29""#),
            ("dance", "true"),
        ] {
            assert!(Answer::try_from(a_row(kind, value)).is_err(), "{value}");
        }
    }

    // H2
    #[test]
    fn a_row_does_not_show_the_answer() {
        let shown = format!("{:?}", a_row("text", "secret").answer);
        assert!(!shown.contains("secret"), "{shown}");
    }
}
