//! Questions as superusers write them.

use domain::onboarding::{
    Choice, Choices, QuestionDraft, QuestionError, QuestionKey, QuestionKind, QuestionText,
};
use serde::de::IntoDeserializer;
use serde::de::value::StrDeserializer;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use validator::Validate;

use crate::extract::{FieldErrors, FieldValue, Patch, RequestBody, Required, Violation};

/// What kind of answer a question takes.
#[derive(Clone, Copy, Debug, Deserialize, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = QuestionKind, example = "single_choice")]
pub(super) enum KindName {
    /// A text of at most 1000 characters.
    Text,
    /// The value of one option.
    SingleChoice,
    /// A list of the values of some options, each once.
    MultipleChoice,
    /// A number of at most 30 characters.
    Number,
    /// A day as `YYYY-MM-DD`.
    Date,
    /// `true` or `false`.
    Boolean,
}

/// A question, all of it: what is left out of a change goes back to its default.
#[derive(Debug, Deserialize, ToSchema, Validate)]
pub(super) struct QuestionWrite {
    /// Its name in answers: letters `a` to `z`, digits and `_`, beginning with a letter. No other question may have it.
    #[schema(value_type = String, min_length = 1, max_length = 64, pattern = "^[a-z][a-z0-9_]*$", example = "favourite_colour")]
    key: Required<String>,
    /// What people read.
    #[schema(value_type = String, min_length = 1, max_length = 255, example = "Which colour do you like?")]
    prompt: Required<String>,
    /// What kind of answer it takes.
    #[schema(value_type = KindName)]
    kind: Required<String>,
    /// What can be chosen; only for a choice, which needs at least one.
    #[schema(max_items = 100)]
    options: Option<Vec<OptionWrite>>,
    /// Whether it must be answered.
    #[serde(default)]
    #[schema(value_type = bool, default = false)]
    required: Patch<bool>,
    /// Where it stands among the others; ties by key.
    #[serde(default)]
    #[schema(value_type = u16, default = 0)]
    position: Patch<u16>,
}

/// One of the possible answers.
#[derive(Debug, Deserialize, ToSchema)]
#[schema(as = QuestionOptionWrite)]
struct OptionWrite {
    /// Its name in answers.
    #[schema(value_type = String, min_length = 1, max_length = 64, example = "red")]
    value: Required<String>,
    /// What people read.
    #[schema(value_type = String, min_length = 1, max_length = 255, example = "Red")]
    label: Required<String>,
}

impl RequestBody for QuestionWrite {
    type Parsed = QuestionDraft;

    fn parse(self, errors: &mut FieldErrors) -> Option<QuestionDraft> {
        let key: Option<QuestionKey> = errors.required("key", self.key);
        let prompt: Option<QuestionText> = errors.required("prompt", self.prompt);
        let kind: Option<KindName> = errors.required("kind", self.kind);
        let options = choices(errors, self.options.unwrap_or_default());
        let required = errors.replaced("required", self.required);
        let position = errors.replaced("position", self.position);
        Some(QuestionDraft {
            kind: kind_of(errors, kind?, options?)?,
            key: key?,
            prompt: prompt?,
            required: required.or(false),
            position: position.or(0),
        })
    }
}

impl FieldValue for KindName {
    fn parse_field(text: &str) -> Result<Self, Violation> {
        let name: StrDeserializer<'_, serde::de::value::Error> = text.into_deserializer();
        Self::deserialize(name)
            .map_err(|_| Violation::new("choice", "is not one of the allowed values"))
    }
}

/// The options, if each of them keeps its rules.
fn choices(errors: &mut FieldErrors, options: Vec<OptionWrite>) -> Option<Vec<Choice>> {
    if options.len() > Choices::MAX {
        errors.add("options", QuestionError::ChoiceCount.into());
        return None;
    }
    let choices = errors.inside("options", |errors| -> Vec<Option<Choice>> {
        let options = options.into_iter().enumerate();
        options
            .map(|(index, option)| errors.inside(index, |errors| option.parse(errors)))
            .collect()
    });
    choices.into_iter().collect()
}

impl OptionWrite {
    fn parse(self, errors: &mut FieldErrors) -> Option<Choice> {
        let value = errors.required("value", self.value);
        let label = errors.required("label", self.label);
        Some(Choice {
            value: value?,
            label: label?,
        })
    }
}

fn kind_of(errors: &mut FieldErrors, name: KindName, options: Vec<Choice>) -> Option<QuestionKind> {
    let plain = match name {
        KindName::SingleChoice => {
            return chosen_of(errors, options).map(QuestionKind::SingleChoice);
        }
        KindName::MultipleChoice => {
            return chosen_of(errors, options).map(QuestionKind::MultipleChoice);
        }
        KindName::Text => QuestionKind::Text,
        KindName::Number => QuestionKind::Number,
        KindName::Date => QuestionKind::Date,
        KindName::Boolean => QuestionKind::Boolean,
    };
    if !options.is_empty() {
        let only = Violation::new("unexpected", "only a choice has options");
        errors.add("options", only);
    }
    Some(plain)
}

fn chosen_of(errors: &mut FieldErrors, options: Vec<Choice>) -> Option<Choices> {
    let choices = Choices::new(options);
    choices
        .map_err(|error| errors.add("options", error.into()))
        .ok()
}
