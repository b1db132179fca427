//! Answers on the wire.

use std::collections::BTreeMap;

use domain::onboarding::{AnswerNumber, AnswerValue, ChoiceValue, GivenAnswer, UserInfo};
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;
use utoipa::ToSchema;
use validator::Validate;

use super::given_answers::GivenAnswers;
use crate::extract::{FieldErrors, RequestBody, Required};
use crate::rfc3339::rfc3339;

/// What a user answers.
#[derive(Debug, Deserialize, ToSchema, Validate)]
pub(super) struct UserInfoWrite {
    /// The answers, by the keys of their questions: every required one, and none that is not asked.
    #[schema(
        value_type = BTreeMap<String, AnswerPublic>,
        example = json!({"company": "Engines", "purposes": ["work", "study"], "team_size": 7})
    )]
    answers: Required<GivenAnswers>,
}

/// What a user has answered.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct UserInfoPublic {
    /// The answers, by the keys of their questions; those to questions that are asked no more included.
    #[schema(example = json!({"company": "Engines", "purposes": ["work", "study"], "team_size": 7}))]
    answers: BTreeMap<String, AnswerPublic>,
    /// When the first were given.
    #[schema(format = DateTime)]
    created_at: String,
    /// When they last changed.
    #[schema(format = DateTime)]
    updated_at: String,
}

/// An answer, as the kind of its question says.
#[derive(Debug, Serialize, ToSchema)]
#[serde(untagged)]
#[schema(as = Answer)]
pub(crate) enum AnswerPublic {
    /// A text, the value of an option, or a day as `YYYY-MM-DD`.
    Text(String),
    /// The values of some options.
    Choices(Vec<String>),
    /// A number, in the digits it was given with.
    #[schema(value_type = f64)]
    Number(Box<RawValue>),
    /// Yes or no.
    Boolean(bool),
}

impl RequestBody for UserInfoWrite {
    type Parsed = BTreeMap<String, GivenAnswer>;

    fn parse(self, errors: &mut FieldErrors) -> Option<Self::Parsed> {
        let GivenAnswers(answers) = errors.given("answers", self.answers)?;
        Some(answers)
    }
}

impl From<&UserInfo> for UserInfoPublic {
    fn from(info: &UserInfo) -> Self {
        let answers = info.answers.iter();
        Self {
            answers: answers
                .map(|it| (it.key.as_str().to_owned(), AnswerPublic::from(&it.value)))
                .collect(),
            created_at: rfc3339(info.created_at),
            updated_at: rfc3339(info.updated_at),
        }
    }
}

impl From<&AnswerValue> for AnswerPublic {
    fn from(value: &AnswerValue) -> Self {
        let name = |choice: &ChoiceValue| choice.as_str().to_owned();
        match value {
            AnswerValue::Text(text) => Self::Text(text.as_str().to_owned()),
            AnswerValue::Choice(choice) => Self::Text(name(choice)),
            AnswerValue::Choices(choices) => Self::Choices(choices.iter().map(name).collect()),
            AnswerValue::Number(number) => Self::Number(json_of(number)),
            AnswerValue::Date(day) => Self::Text(day.as_str().to_owned()),
            AnswerValue::Boolean(yes) => Self::Boolean(*yes),
        }
    }
}

/// The domain takes nothing for a number that JSON does not.
fn json_of(number: &AnswerNumber) -> Box<RawValue> {
    let digits = RawValue::from_string(number.as_str().to_owned());
    digits.unwrap_or_else(|_| RawValue::NULL.to_owned())
}
