//! How bodies are judged, whatever they are written in.

use serde::de::DeserializeOwned;
use validator::Validate;

use super::FieldErrors;
use crate::problem::Problem;

/// A body as it is on the wire, and how the domain reads it.
pub(crate) trait RequestBody: DeserializeOwned + Validate + 'static {
    /// What the handler gets: values that keep every rule.
    type Parsed;

    /// Parses every field and reports those that break a rule. `None` when one does.
    fn parse(self, errors: &mut FieldErrors) -> Option<Self::Parsed>;
}

/// Parses the fields of a body.
///
/// # Errors
/// 422 with every field that breaks a rule.
pub(super) fn judge<T: RequestBody>(body: T) -> Result<T::Parsed, Problem> {
    let mut errors = FieldErrors::declared(body.validate());
    let parsed = body.parse(&mut errors);
    errors.finish(parsed)
}
