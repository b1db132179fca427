//! How the domain's parsed types report a broken rule of a field. The domain stays the judge: its words go
//! to the client, and the names of its rules become the `type` of the error.

use domain::item::{ItemDescription, ItemTextError, ItemTitle};
use domain::onboarding::{ChoiceValue, QuestionError, QuestionKey, QuestionText};
use domain::password::{Password, PasswordError, PasswordRefusal};
use domain::registration::{OtpCode, OtpCodeError, RegistrationSecret, RegistrationSecretError};
use domain::user::{
    Email, EmailError, FullName, FullNameError, UserSearch, UserSearchError, Username,
    UsernameError,
};
use validator::ValidationError;

use super::Required;

/// A rule that a value breaks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Violation {
    pub(super) kind: &'static str,
    pub(super) message: String,
}

impl Violation {
    /// Names the rule and says what is wrong.
    pub(crate) fn new(kind: &'static str, message: impl Into<String>) -> Self {
        let message = message.into();
        Self { kind, message }
    }
}

/// A type of the domain that a text in a body is parsed into.
pub(crate) trait FieldValue: Sized {
    /// Parses the text.
    fn parse_field(text: &str) -> Result<Self, Violation>;
}

macro_rules! field_value {
    ($($($value:ident)|+, $error:ident: $kind:expr;)+) => {$(
        $(impl FieldValue for $value {
            fn parse_field(text: &str) -> Result<Self, Violation> {
                Self::parse(text).map_err(Violation::from)
            }
        })+

        impl From<$error> for Violation {
            fn from(error: $error) -> Self {
                let kind: fn($error) -> &'static str = $kind;
                Self::new(kind(error), error.to_string())
            }
        }
    )+};
}

field_value! {
    Email, EmailError: |error| match error {
        EmailError::TooLong => "too_long",
        EmailError::Shape | EmailError::LocalPart | EmailError::Domain => "email",
    };
    Username, UsernameError: |error| match error {
        UsernameError::Length => "length",
        UsernameError::Character | UsernameError::Edge => "username",
    };
    FullName, FullNameError: |error| match error {
        FullNameError::TooLong => "too_long",
        FullNameError::ControlCharacter => "control_character",
    };
    UserSearch, UserSearchError: |error| match error {
        UserSearchError::TooLong => "too_long",
        UserSearchError::ControlCharacter => "control_character",
    };
    Password, PasswordError: |error| match error {
        PasswordError::TooLong => "too_long",
        PasswordError::ControlCharacter => "control_character",
    };
    ItemTitle | ItemDescription, ItemTextError: |error| match error {
        ItemTextError::TooShort => "too_short",
        ItemTextError::TooLong => "too_long",
        ItemTextError::ControlCharacter => "control_character",
    };
    QuestionKey | QuestionText | ChoiceValue, QuestionError: |error| match error {
        QuestionError::Key => "question_key",
        QuestionError::Text | QuestionError::Choice => "text",
        QuestionError::ChoiceCount => "length",
        QuestionError::RepeatedChoice => "duplicate",
    };
    OtpCode, OtpCodeError: |OtpCodeError| "otp";
    RegistrationSecret, RegistrationSecretError: |RegistrationSecretError| "registration_id";
}

impl From<PasswordRefusal> for Violation {
    fn from(refusal: PasswordRefusal) -> Self {
        let kind = match refusal {
            PasswordRefusal::TooShort { .. } => "too_short",
            PasswordRefusal::TooLong { .. } => "too_long",
            PasswordRefusal::Guessable => "guessable",
        };
        Self::new(kind, refusal.to_string())
    }
}

/// A rule to declare for a text that no type of the domain parses (F14r).
///
/// # Errors
/// When the text holds a control character.
pub(crate) fn no_control_characters(text: &Required<String>) -> Result<(), ValidationError> {
    let text = text.as_ref().map_or("", String::as_str);
    if text.chars().any(char::is_control) {
        let error = ValidationError::new("control_character");
        Err(error.with_message("may not hold control characters".into()))
    } else {
        Ok(())
    }
}
