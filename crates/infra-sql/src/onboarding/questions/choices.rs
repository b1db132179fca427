//! The choices of a question as JSON text, and back.

use domain::onboarding::{Choice, ChoiceValue, Choices, QuestionText};
use domain::ports::StorageError;
use serde::Deserialize;

use crate::stored;

#[derive(Deserialize)]
struct StoredChoice {
    value: String,
    label: String,
}

/// The text of a question's choices; none where there are none.
pub(super) fn to_text(choices: &[Choice]) -> Option<String> {
    let stored: Vec<serde_json::Value> = choices.iter().map(to_json).collect();
    (!stored.is_empty()).then(|| serde_json::Value::from(stored).to_string())
}

fn to_json(choice: &Choice) -> serde_json::Value {
    serde_json::json!({
        "value": choice.value.as_str(),
        "label": choice.label.as_str(),
    })
}

/// The choices that a text holds.
pub(super) fn from_text(text: Option<&str>) -> Result<Choices, StorageError> {
    let text = stored::known("choices", text)?;
    let choices = stored::parsed("choices", serde_json::from_str::<Vec<StoredChoice>>(text))?;
    let choices = choices.iter().map(choice).collect::<Result<_, _>>()?;
    stored::parsed("choices", Choices::new(choices))
}

fn choice(choice: &StoredChoice) -> Result<Choice, StorageError> {
    Ok(Choice {
        value: stored::parsed("choice", ChoiceValue::parse(&choice.value))?,
        label: stored::parsed("choice", QuestionText::parse(&choice.label))?,
    })
}
