//! A question as a row, and back.

use domain::onboarding::{
    Question, QuestionDraft, QuestionId, QuestionKey, QuestionKind, QuestionText,
};
use domain::ports::StorageError;
use domain::timestamp::Timestamp;
use domain::version::Version;

use super::choices;
use super::entity::Model;
use crate::stored;

impl From<&Question> for Model {
    fn from(question: &Question) -> Self {
        let draft = &question.draft;
        Self {
            id: question.id.as_uuid(),
            key: draft.key.as_str().to_owned(),
            prompt: draft.prompt.as_str().to_owned(),
            kind: draft.kind.name().to_owned(),
            choices: choices::to_text(draft.kind.choices()),
            required: draft.required,
            position: draft.position.into(),
            retired_at: question.retired_at.map(Timestamp::unix_micros),
            created_at: question.created_at.unix_micros(),
            version: question.version.get(),
        }
    }
}

impl TryFrom<Model> for Question {
    type Error = StorageError;

    fn try_from(row: Model) -> Result<Self, Self::Error> {
        let draft = QuestionDraft {
            key: stored::parsed("key", QuestionKey::parse(&row.key))?,
            prompt: stored::parsed("prompt", QuestionText::parse(&row.prompt))?,
            kind: kind(&row.kind, row.choices.as_deref())?,
            required: row.required,
            position: stored::parsed("position", row.position.try_into())?,
        };
        Ok(Self {
            id: QuestionId::from_uuid(row.id),
            draft,
            retired_at: row.retired_at.map(Timestamp::from_unix_micros),
            created_at: Timestamp::from_unix_micros(row.created_at),
            version: Version::from_stored(row.version),
        })
    }
}

/// The kind of this [name](QuestionKind::name).
fn kind(name: &str, choices: Option<&str>) -> Result<QuestionKind, StorageError> {
    Ok(match name {
        "text" => QuestionKind::Text,
        "single_choice" => QuestionKind::SingleChoice(choices::from_text(choices)?),
        "multiple_choice" => QuestionKind::MultipleChoice(choices::from_text(choices)?),
        "number" => QuestionKind::Number,
        "date" => QuestionKind::Date,
        "boolean" => QuestionKind::Boolean,
        _ => return stored::known("kind", None),
    })
}

#[cfg(test)]
mod tests {
    use sea_orm::prelude::Uuid;

    use super::*;

    const CHOICES: &str = r#"[{"label":"A \"good\" friend","value":"friend"}]"#;

    fn a_row(kind: &str, choices: Option<&str>) -> Model {
        Model {
            id: Uuid::nil(),
            key: "source".to_owned(),
            prompt: "How did you hear of us?".to_owned(),
            kind: kind.to_owned(),
            choices: choices.map(ToOwned::to_owned),
            required: true,
            position: 65_535,
            retired_at: Some(1),
            created_at: 2,
            version: 3,
        }
    }

    #[test]
    fn every_kind_comes_back_as_it_was() {
        for (kind, choices) in [
            ("text", None),
            ("single_choice", Some(CHOICES)),
            ("multiple_choice", Some(CHOICES)),
            ("number", None),
            ("date", None),
            ("boolean", None),
        ] {
            let question = Question::try_from(a_row(kind, choices)).unwrap();
            assert_eq!(question.draft.kind.name(), kind);
            assert_eq!(Model::from(&question), a_row(kind, choices));
        }
    }

    #[test]
    fn a_row_that_no_question_can_have_is_an_error() {
        let far = Model {
            position: 65_536,
            ..a_row("text", None)
        };
        for row in [
            a_row("dance", None),
            a_row("single_choice", None),
            a_row("single_choice", Some("[]")),
            a_row("multiple_choice", Some("[")),
            far,
        ] {
            assert!(Question::try_from(row).is_err());
        }
    }
}
