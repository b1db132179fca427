//! Collects everything that is wrong with a body or a query, so that a client hears of it all at once.

use domain::change::Change;
use validator::{ValidationError, ValidationErrors};

use super::field_value::{FieldValue, Violation};
use super::{Patch, Required};
use crate::problem::{FieldError, Place, Problem, RequestPart};

/// The broken rules of one body or query. A field is reported once, with the first rule that it breaks.
#[derive(Debug, Default)]
pub(crate) struct FieldErrors {
    part: RequestPart,
    /// The way to the object that is judged.
    path: Vec<Place>,
    errors: Vec<FieldError>,
}

impl FieldErrors {
    /// Nothing is wrong with the query yet. (The default is a body.)
    pub(crate) fn in_query() -> Self {
        Self {
            part: RequestPart::Query,
            ..Self::default()
        }
    }

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
        let mut error = FieldError::in_part(self.part, field, violation.kind, violation.message);
        error.loc.splice(1..1, self.path.iter().cloned());
        if self.errors.iter().all(|known| known.loc != error.loc) {
            self.errors.push(error);
        }
    }

    /// Judges what is inside a member or an element: its fields are reported with the way to them.
    pub(crate) fn inside<T>(
        &mut self,
        place: impl Into<Place>,
        judge: impl FnOnce(&mut Self) -> T,
    ) -> T {
        self.path.push(place.into());
        let judged = judge(self);
        self.path.pop();
        judged
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

    /// Parses a member of an update that cannot be `null`.
    pub(crate) fn changed<T: FieldValue>(
        &mut self,
        field: &str,
        value: Patch<String>,
    ) -> Change<T> {
        match self.replaced(field, value) {
            Change::Keep => Change::Keep,
            Change::To(text) => self.parse(field, &text).map_or(Change::Keep, Change::To),
        }
    }

    /// Parses a member of an update that `null` clears.
    pub(crate) fn changed_or_cleared<T: FieldValue>(
        &mut self,
        field: &str,
        value: Patch<String>,
    ) -> Change<Option<T>> {
        match value {
            Patch::Absent => Change::Keep,
            Patch::Null => Change::To(None),
            Patch::Value(text) => Change::To(self.parse(field, &text)),
        }
    }

    /// Takes a member of an update that cannot be `null` and has no rules but its type.
    pub(crate) fn replaced<T>(&mut self, field: &str, value: Patch<T>) -> Change<T> {
        match value {
            Patch::Absent => Change::Keep,
            Patch::Value(value) => Change::To(value),
            Patch::Null => {
                self.add(field, Violation::new("null", "may not be null"));
                Change::Keep
            }
        }
    }

    /// What was built of the fields, unless one of them breaks a rule.
    ///
    /// # Errors
    /// 422 with every field that breaks a rule.
    pub(crate) fn finish<T>(self, built: Option<T>) -> Result<T, Problem> {
        match built {
            Some(built) if self.errors.is_empty() => Ok(built),
            _ => Err(self.into_problem()),
        }
    }

    /// 422 with what was reported.
    pub(crate) fn into_problem(self) -> Problem {
        Problem::invalid(self.errors)
    }

    fn parse<T: FieldValue>(&mut self, field: &str, text: &str) -> Option<T> {
        T::parse_field(text)
            .map_err(|violation| self.add(field, violation))
            .ok()
    }
}

/// 422 with one field, which broke a rule that only a use case knows.
pub(crate) fn refused_field(name: &str, violation: Violation) -> Problem {
    let mut errors = FieldErrors::default();
    errors.add(name, violation);
    errors.into_problem()
}

/// The same with a parameter of the query.
pub(crate) fn refused_parameter(name: &str, violation: Violation) -> Problem {
    let mut errors = FieldErrors::in_query();
    errors.add(name, violation);
    errors.into_problem()
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
