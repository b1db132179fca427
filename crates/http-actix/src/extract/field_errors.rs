//! Collects everything that is wrong with a body, so that a client hears of it all at once.

use validator::{ValidationError, ValidationErrors};

use super::Required;
use super::field_value::{FieldValue, Violation};
use crate::problem::{FieldError, Problem};

/// The broken rules of one body. A field is reported once, with the first rule that it breaks.
#[derive(Debug, Default)]
pub(crate) struct FieldErrors(Vec<FieldError>);

impl FieldErrors {
    /// Starts with the length rules and the like that a body declares.
    pub(crate) fn declared(broken: Result<(), ValidationErrors>) -> Self {
        let mut errors = Self::default();
        let broken = broken.err().unwrap_or_default();
        let mut fields: Vec<_> = broken.field_errors().into_iter().collect();
        fields.sort_by(|one, other| one.0.cmp(&other.0));
        for (field, broken) in fields {
            if let Some(first) = broken.first() {
                errors.add(&field, declared_violation(first));
            }
        }
        errors
    }

    /// Reports a field.
    pub(crate) fn add(&mut self, field: &str, violation: Violation) {
        let error = FieldError::in_body(field, violation.kind, violation.message);
        if self.0.iter().all(|known| known.loc != error.loc) {
            self.0.push(error);
        }
    }

    /// Parses a field that must be there.
    pub(crate) fn required<T: FieldValue>(
        &mut self,
        field: &str,
        value: Required<String>,
    ) -> Option<T> {
        let text = self.given(field, value)?;
        self.parse(field, &text)
    }

    /// Takes a field that must be there and has no rules but the declared ones.
    pub(crate) fn given<T>(&mut self, field: &str, value: Required<T>) -> Option<T> {
        let value = value.into_option();
        if value.is_none() {
            self.add(field, Violation::new("missing", "is required"));
        }
        value
    }

    /// Parses a field that may be absent or `null`.
    pub(crate) fn optional<T: FieldValue>(
        &mut self,
        field: &str,
        value: Option<String>,
    ) -> Option<T> {
        self.parse(field, &value?)
    }

    /// What was built of the fields, unless one of them breaks a rule.
    ///
    /// # Errors
    /// 422 with every field that breaks a rule.
    pub(crate) fn finish<T>(self, built: Option<T>) -> Result<T, Problem> {
        match built {
            Some(built) if self.0.is_empty() => Ok(built),
            _ => Err(self.into_problem()),
        }
    }

    /// 422 with what was reported.
    pub(crate) fn into_problem(self) -> Problem {
        Problem::invalid(self.0)
    }

    fn parse<T: FieldValue>(&mut self, field: &str, text: &str) -> Option<T> {
        T::parse_field(text)
            .map_err(|violation| self.add(field, violation))
            .ok()
    }
}

/// The rule that a `#[validate(..)]` attribute declares; its message is always given there.
fn declared_violation(error: &ValidationError) -> Violation {
    let message = error.message.as_deref().unwrap_or("is not valid");
    let kind = match error.code.as_ref() {
        "length" => "length",
        "control_character" => "control_character",
        _ => "value",
    };
    Violation::new(kind, message)
}
