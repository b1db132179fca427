//! Answers to the onboarding questions.

use std::collections::BTreeMap;

use domain::onboarding::{AnswerValue, UserInfo};
use serde::Serialize;
use serde_json::value::RawValue;

use crate::exports::rfc3339::rfc3339;

/// Everything that was answered, by the keys of the questions.
#[derive(Serialize)]
pub(in crate::exports) struct AnswersRecord {
    answers: BTreeMap<String, AnswerRecord>,
    created_at: String,
    updated_at: String,
}

/// An answer as it was given.
#[derive(Serialize)]
#[serde(untagged)]
enum AnswerRecord {
    Text(String),
    Texts(Vec<String>),
    Boolean(bool),
    /// In the digits it was written with, so that nothing is rounded.
    Number(Box<RawValue>),
}

impl From<&UserInfo> for AnswersRecord {
    fn from(info: &UserInfo) -> Self {
        let answers = info.answers.iter();
        Self {
            answers: answers
                .map(|it| (it.key.as_str().to_owned(), (&it.value).into()))
                .collect(),
            created_at: rfc3339(info.created_at),
            updated_at: rfc3339(info.updated_at),
        }
    }
}

impl From<&AnswerValue> for AnswerRecord {
    fn from(value: &AnswerValue) -> Self {
        let text = |text: &str| Self::Text(text.to_owned());
        match value {
            AnswerValue::Text(it) => text(it.as_str()),
            AnswerValue::Choice(it) => text(it.as_str()),
            AnswerValue::Choices(them) => {
                Self::Texts(them.iter().map(|it| it.as_str().to_owned()).collect())
            }
            AnswerValue::Number(it) => {
                let digits = it.as_str().to_owned();
                RawValue::from_string(digits).map_or_else(|_| text(it.as_str()), Self::Number)
            }
            AnswerValue::Date(it) => text(it.as_str()),
            AnswerValue::Boolean(it) => Self::Boolean(*it),
        }
    }
}
