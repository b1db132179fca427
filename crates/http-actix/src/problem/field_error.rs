//! One broken rule of one field.

use serde::Serialize;
use utoipa::ToSchema;

/// A step on the way to a field: a name, or an index into a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(untagged)]
pub(crate) enum Place {
    /// The name of a member.
    Name(String),
    /// The index of an element.
    Index(usize),
}

impl From<&str> for Place {
    fn from(name: &str) -> Self {
        Self::Name(name.to_owned())
    }
}

impl From<usize> for Place {
    fn from(index: usize) -> Self {
        Self::Index(index)
    }
}

/// Where in a request a field is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum RequestPart {
    /// The body.
    #[default]
    Body,
    /// The path.
    Path,
    /// The query.
    Query,
    /// The header.
    Header,
}

impl RequestPart {
    const fn as_str(self) -> &'static str {
        match self {
            Self::Body => "body",
            Self::Path => "path",
            Self::Query => "query",
            Self::Header => "header",
        }
    }
}

/// A field that breaks a rule.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub(crate) struct FieldError {
    /// Where the field is, from the outside in; the first step is `body`, `path`, `query` or `header`.
    pub(crate) loc: Vec<Place>,
    /// What is wrong with it, for a person.
    pub(crate) msg: String,
    /// The broken rule, for a program.
    #[serde(rename = "type")]
    pub(crate) kind: &'static str,
}

impl FieldError {
    /// A broken rule of a member of the body.
    pub(crate) fn in_body(field: &str, kind: &'static str, msg: impl Into<String>) -> Self {
        Self::in_part(RequestPart::Body, field, kind, msg)
    }

    /// A broken rule of a field in any part of the request.
    pub(crate) fn in_part(
        part: RequestPart,
        field: &str,
        kind: &'static str,
        msg: impl Into<String>,
    ) -> Self {
        Self {
            loc: vec![Place::from(part.as_str()), Place::from(field)],
            msg: msg.into(),
            kind,
        }
    }
}
