//! The body of a problem reply.

use serde::Serialize;
use serde_json::{Map, Value};
use utoipa::ToSchema;

use super::{Case, FieldError, Problem};
use crate::request_context::RequestContext;

/// Problem details (RFC 9457). Every reply with a 4xx or 5xx status has this form, as
/// `application/problem+json`.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Problem)]
pub(crate) struct ProblemDocument {
    /// The address of this error's page in the documentation.
    #[serde(rename = "type")]
    #[schema(example = "https://portico.example/docs/errors/otp_invalid")]
    type_url: String,
    /// A few words for people; the same for every error of this code.
    #[schema(value_type = String)]
    title: &'static str,
    /// The HTTP status.
    #[schema(minimum = 400, maximum = 599)]
    status: u16,
    /// What went wrong and what to do about it.
    #[schema(value_type = String)]
    detail: &'static str,
    /// The path that was asked for.
    instance: String,
    /// The stable name of this kind of error.
    #[schema(value_type = String)]
    code: &'static str,
    /// The id that the request's log lines carry.
    request_id: String,
    /// Only with 422: the fields that break rules.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schema(required = false)]
    errors: Vec<FieldError>,
    /// Further members of single codes, such as `attempts_left`.
    #[serde(flatten)]
    #[schema(ignore)]
    members: Map<String, Value>,
}

impl ProblemDocument {
    /// The body for a problem that this request met.
    pub(crate) fn new(problem: Problem, request: &RequestContext) -> Self {
        let code = problem.code;
        let case = problem.case.map_or_else(Case::default, |case| *case);
        let named = case.members.into_iter();
        Self {
            type_url: request.error_page(code),
            title: code.title(),
            status: code.status(),
            detail: case.detail.unwrap_or(code.detail()),
            instance: request.instance().to_owned(),
            code: code.as_str(),
            request_id: request.request_id().as_str().to_owned(),
            errors: case.errors,
            members: named
                .map(|(name, value)| (name.to_owned(), value))
                .collect(),
        }
    }
}
