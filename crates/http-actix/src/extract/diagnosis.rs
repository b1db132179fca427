//! Puts what is wrong with a JSON text into our own words: the parser's would show type names and values (G4).

use serde_json::error::Category;
use serde_path_to_error::{Error, Path, Segment};

use crate::problem::{ErrorCode, FieldError, Place, Problem};

/// What the parser expected, as its messages say it, and how we say it.
const EXPECTATIONS: &[(&str, &str, &str)] = &[
    ("expected a string", "string_type", "must be a string"),
    (
        "expected a boolean",
        "boolean_type",
        "must be true or false",
    ),
    (
        "expected u",
        "integer_type",
        "must be a whole number that is not negative",
    ),
    ("expected i", "integer_type", "must be a whole number"),
    ("expected f", "number_type", "must be a number"),
    ("expected a sequence", "list_type", "must be a list"),
    ("expected struct", "object_type", "must be an object"),
    ("expected a map", "object_type", "must be an object"),
    ("duplicate field", "duplicate", "is given more than once"),
    (
        "unknown variant",
        "choice",
        "is not one of the allowed values",
    ),
];

/// The problem with a text that could not be read as the wanted type.
pub(super) fn problem_with(error: &Error<serde_json::Error>) -> Problem {
    match error.inner().classify() {
        Category::Data => Problem::invalid(vec![wrong_type(error)]),
        Category::Io | Category::Syntax | Category::Eof => Problem::new(ErrorCode::MalformedJson),
    }
}

fn wrong_type(error: &Error<serde_json::Error>) -> FieldError {
    let message = error.inner().to_string();
    let mut loc = place_of(error.path());
    if let Some(field) = quoted(&message, "missing field `") {
        loc.push(Place::from(field));
        return FieldError {
            loc,
            msg: "is required".to_owned(),
            kind: "missing",
        };
    }
    if let Some(field) = quoted(&message, "duplicate field `") {
        loc.push(Place::from(field));
    }
    let known = EXPECTATIONS
        .iter()
        .find(|(sign, _, _)| message.contains(sign));
    let (_, kind, msg) = known.copied().unwrap_or(("", "type", "has the wrong type"));
    FieldError {
        loc,
        msg: msg.to_owned(),
        kind,
    }
}

fn place_of(path: &Path) -> Vec<Place> {
    let inner = path.iter().filter_map(|segment| match segment {
        Segment::Seq { index } => Some(Place::Index(*index)),
        Segment::Map { key } => Some(Place::Name(key.clone())),
        Segment::Enum { .. } | Segment::Unknown => None,
    });
    std::iter::once(Place::from("body")).chain(inner).collect()
}

/// The name that follows `sign` up to the next back-tick.
fn quoted<'m>(message: &'m str, sign: &str) -> Option<&'m str> {
    let (_, rest) = message.split_once(sign)?;
    rest.split('`').next()
}
