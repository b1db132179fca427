//! What is asked.

use crate::identifier::uuid_identifier;
use crate::text::has_control_characters;
use crate::timestamp::Timestamp;
use crate::version::Version;

uuid_identifier! {
    /// Names one question.
    QuestionId
}

/// The name of a question in answers: 1 to 64 of `a-z 0-9 _`, beginning with a letter.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct QuestionKey(String);

/// What a question or a choice says: 1 to 255 characters of any script.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct QuestionText(String);

/// The name of a choice in answers: 1 to 64 characters.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct ChoiceValue(String);

/// One of several possible answers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choice {
    /// Its name in answers.
    pub value: ChoiceValue,
    /// What people read.
    pub label: QuestionText,
}

/// The possible answers of one question: 1 to 100, each with a name of its own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choices(Vec<Choice>);

/// What kind of answer a question takes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum QuestionKind {
    /// A text of at most 1000 characters.
    Text,
    /// One of the choices.
    SingleChoice(Choices),
    /// Some of the choices, each once.
    MultipleChoice(Choices),
    /// A number.
    Number,
    /// A day.
    Date,
    /// Yes or no.
    Boolean,
}

/// A question as somebody writes it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct QuestionDraft {
    /// Its name in answers; unique among all questions.
    pub key: QuestionKey,
    /// What people read.
    pub prompt: QuestionText,
    /// What kind of answer it takes.
    pub kind: QuestionKind,
    /// Whether it must be answered.
    pub required: bool,
    /// Where it stands among the others; ties by key.
    pub position: u16,
}

/// A question.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Question {
    /// Its id.
    pub id: QuestionId,
    /// What was written.
    pub draft: QuestionDraft,
    /// Since when it is not asked any more: it had answers when it was deleted.
    pub retired_at: Option<Timestamp>,
    /// When it was made.
    pub created_at: Timestamp,
    /// The count of its changes.
    pub version: Version,
}

/// What became of an attempt to store a question.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum QuestionStored {
    /// It is stored.
    Stored,
    /// Another question has this key; nothing was written.
    KeyTaken,
}

/// Why a text or a list is no part of a question.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum QuestionError {
    /// Not a key.
    #[error("a key has 1 to 64 of a-z, 0-9 and _, and begins with a letter")]
    Key,
    /// Too short, too long, or with control characters.
    #[error("must have 1 to 255 characters, none of them a control character")]
    Text,
    /// Not the name of a choice.
    #[error("must have 1 to 64 characters, none of them a control character")]
    Choice,
    /// No choices, or too many.
    #[error("must have 1 to 100 choices")]
    ChoiceCount,
    /// Two choices of one name.
    #[error("each choice needs a value of its own")]
    RepeatedChoice,
}

impl QuestionKey {
    /// Parses a key.
    ///
    /// # Errors
    /// When it is not one.
    pub fn parse(text: &str) -> Result<Self, QuestionError> {
        let allowed = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_';
        let begins_well = text.bytes().next().is_some_and(|b| b.is_ascii_lowercase());
        if begins_well && text.len() <= 64 && text.bytes().all(allowed) {
            Ok(Self(text.to_owned()))
        } else {
            Err(QuestionError::Key)
        }
    }

    /// The text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl QuestionText {
    /// Parses what a question or a choice says.
    ///
    /// # Errors
    /// When it is too short, too long, or holds control characters.
    pub fn parse(text: &str) -> Result<Self, QuestionError> {
        if is_line(text, 255) {
            Ok(Self(text.to_owned()))
        } else {
            Err(QuestionError::Text)
        }
    }

    /// The text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl ChoiceValue {
    /// Parses the name of a choice.
    ///
    /// # Errors
    /// When it is too short, too long, or holds control characters.
    pub fn parse(text: &str) -> Result<Self, QuestionError> {
        if is_line(text, 64) {
            Ok(Self(text.to_owned()))
        } else {
            Err(QuestionError::Choice)
        }
    }

    /// The text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl Choices {
    /// Most choices of one question.
    pub const MAX: usize = 100;

    /// Takes the possible answers.
    ///
    /// # Errors
    /// When there are none, too many, or two of one name.
    pub fn new(choices: Vec<Choice>) -> Result<Self, QuestionError> {
        if !(1..=Self::MAX).contains(&choices.len()) {
            return Err(QuestionError::ChoiceCount);
        }
        let names: std::collections::HashSet<_> = choices.iter().map(|it| &it.value).collect();
        if names.len() < choices.len() {
            return Err(QuestionError::RepeatedChoice);
        }
        Ok(Self(choices))
    }

    /// The choices, in their order.
    #[must_use]
    pub fn as_slice(&self) -> &[Choice] {
        &self.0
    }

    /// The choice of this name.
    #[must_use]
    pub fn find(&self, name: &str) -> Option<&Choice> {
        self.0.iter().find(|choice| choice.value.as_str() == name)
    }
}

impl QuestionKind {
    /// The stable name that storage and the API use.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::SingleChoice(_) => "single_choice",
            Self::MultipleChoice(_) => "multiple_choice",
            Self::Number => "number",
            Self::Date => "date",
            Self::Boolean => "boolean",
        }
    }

    /// The choices, where there are some.
    #[must_use]
    pub fn choices(&self) -> &[Choice] {
        match self {
            Self::SingleChoice(choices) | Self::MultipleChoice(choices) => choices.as_slice(),
            _ => &[],
        }
    }

    /// Whether every answer that this kind takes is taken by the other too, so that answers which were given stay
    /// readable.
    #[must_use]
    pub fn fits_into(&self, other: &Self) -> bool {
        self.name() == other.name()
            && self
                .choices()
                .iter()
                .all(|choice| other.choices().iter().any(|it| it.value == choice.value))
    }
}

impl Question {
    /// A new question.
    #[must_use]
    pub const fn new(id: QuestionId, draft: QuestionDraft, now: Timestamp) -> Self {
        Self {
            id,
            draft,
            retired_at: None,
            created_at: now,
            version: Version::FIRST,
        }
    }

    /// The question with another text.
    #[must_use]
    pub fn rewritten(&self, draft: QuestionDraft) -> Self {
        if draft == self.draft {
            return self.clone();
        }
        Self {
            draft,
            version: self.version.next(),
            ..self.clone()
        }
    }

    /// The question as one that is not asked any more.
    #[must_use]
    pub fn retired(&self, now: Timestamp) -> Self {
        Self {
            retired_at: Some(now),
            version: self.version.next(),
            ..self.clone()
        }
    }
}

fn is_line(text: &str, most: usize) -> bool {
    (1..=most).contains(&text.chars().count()) && !has_control_characters(text)
}
