//! Documents the errors of each operation: its own codes, and those that every operation can give.

use std::collections::BTreeMap;
use std::sync::Arc;

use domain::request_origin::RequestId;
use serde_json::Value;
use utoipa::openapi::path::{Operation, ParameterIn};
use utoipa::openapi::{
    ContentBuilder, Header, OpenApi, Ref, RefOr, Response, Type, example::ExampleBuilder,
};
use uuid::Uuid;

use super::header::header;
use super::operations::operations;
use crate::middleware::waits_for_start;
use crate::problem::{ErrorCode, FieldError, Problem, ProblemDocument};
use crate::request_context::RequestContext;

type Responses = BTreeMap<String, RefOr<Response>>;

pub(super) const PROBLEM_JSON: &str = "application/problem+json";
/// What any request can meet.
const ALWAYS: &[ErrorCode] = &[
    ErrorCode::UriTooLong,
    ErrorCode::HeadersTooLarge,
    ErrorCode::InternalError,
    ErrorCode::ServiceUnavailable,
    ErrorCode::Timeout,
];
/// What a request with a body can meet besides.
const WITH_BODY: &[ErrorCode] = &[
    ErrorCode::BadRequest,
    ErrorCode::RequestTimeout,
    ErrorCode::PayloadTooLarge,
    ErrorCode::UnsupportedMediaType,
    ErrorCode::ValidationFailed,
];
/// What a request with a JSON body can meet besides.
const WITH_JSON: &[ErrorCode] = &[ErrorCode::MalformedJson];
/// What a request with query parameters can meet besides.
const WITH_QUERY: &[ErrorCode] = &[ErrorCode::ValidationFailed];
/// What a request that needs a token can meet besides.
const WITH_TOKEN: &[ErrorCode] = &[ErrorCode::BadRequest, ErrorCode::NotAuthenticated];
/// What a request can meet besides whose token must count.
const WITH_VALID_TOKEN: &[ErrorCode] = &[ErrorCode::InvalidToken];
/// The operation that any token is good enough for (D10).
const LOG_OUT: &str = "auth-logout";

/// Defines a type for `responses(..)` that stands for some error codes.
macro_rules! documented_problems {
    ($($(#[$doc:meta])* $name:ident: $($code:ident),+;)+) => {$(
        $(#[$doc])*
        struct $name;

        impl utoipa::IntoResponses for $name {
            fn responses() -> std::collections::BTreeMap<
                String,
                utoipa::openapi::RefOr<utoipa::openapi::Response>,
            > {
                $crate::openapi::problem_responses(&[$($crate::problem::ErrorCode::$code),+])
            }
        }
    )+};
    ($(#[$doc:meta])* $name:ident: $($code:ident),+) => {
        $crate::openapi::documented_problems! { $(#[$doc])* $name: $($code),+; }
    };
}
pub(crate) use documented_problems;

/// The replies for these codes, by status.
pub(crate) fn problem_responses(codes: &[ErrorCode]) -> Responses {
    let mut responses = Responses::new();
    add(&mut responses, codes);
    responses
}

/// Adds to every operation what it can meet beside its own errors.
pub(super) fn add_shared_problems(api: &mut OpenApi) {
    for (path, item) in &mut api.paths.paths {
        for operation in operations(item) {
            add_shared_to(path, operation);
        }
    }
}

fn takes_json(operation: &Operation) -> bool {
    let body = operation.request_body.as_ref();
    body.is_some_and(
        |body| matches!(body, RefOr::T(body) if body.content.contains_key("application/json")),
    )
}

fn is_log_out(operation: &Operation) -> bool {
    operation.operation_id.as_deref() == Some(LOG_OUT)
}

fn add_shared_to(path: &str, operation: &mut Operation) {
    let body = operation.request_body.is_some();
    let token = operation.security.is_some();
    for (meets, codes) in [
        (true, ALWAYS),
        (waits_for_start(path), &[ErrorCode::NotReady]),
        (body, WITH_BODY),
        (takes_json(operation), WITH_JSON),
        (has_query(operation), WITH_QUERY),
        (token, WITH_TOKEN),
        (token && !is_log_out(operation), WITH_VALID_TOKEN),
    ] {
        if meets {
            add(&mut operation.responses.responses, codes);
        }
    }
}

fn has_query(operation: &Operation) -> bool {
    let mut parameters = operation.parameters.iter().flatten();
    parameters.any(|parameter| {
        matches!(parameter, RefOr::T(parameter) if parameter.parameter_in == ParameterIn::Query)
    })
}

/// Adds codes to the replies of their statuses.
pub(super) fn add(responses: &mut Responses, codes: &[ErrorCode]) {
    for code in codes {
        let response = responses
            .entry(code.status().to_string())
            .or_insert(RefOr::T(Response::default()));
        if let RefOr::T(response) = response {
            describe(response, *code);
        }
    }
}

/// Adds one code to the reply of its status, with an example.
fn describe(response: &mut Response, code: ErrorCode) {
    let empty = ContentBuilder::new()
        .schema(Some(Ref::from_schema_name("Problem")))
        .build();
    let content = response
        .content
        .entry(PROBLEM_JSON.to_owned())
        .or_insert(RefOr::T(empty));
    let RefOr::T(content) = content else { return };
    let example = ExampleBuilder::new()
        .summary(code.title())
        .value(Some(example_of(code)))
        .build();
    if content
        .examples
        .insert(code.as_str().to_owned(), example.into())
        .is_some()
    {
        return;
    }
    if !response.description.is_empty() {
        response.description.push_str(", ");
    }
    response.description.push('`');
    response.description.push_str(code.as_str());
    response.description.push('`');
    response.headers.extend(header_of(code));
}

fn header_of(code: ErrorCode) -> Option<(String, RefOr<Header>)> {
    let (name, kind, description) = match code.status() {
        401 => (
            "WWW-Authenticate",
            Type::String,
            "The challenge (RFC 6750).",
        ),
        429 | 503 => ("Retry-After", Type::Integer, "Seconds to wait."),
        _ => return None,
    };
    Some((name.to_owned(), header(kind, description).into()))
}

fn example_of(code: ErrorCode) -> Value {
    let id = RequestId::from(Uuid::from_u128(0x0193_5f4e_7c2a_7b10_8a55_3d2c_1b0a_9f8e));
    let context = RequestContext::new(
        id,
        "/api/v1/users/me".to_owned(),
        Arc::from("https://portico.example"),
    );
    serde_json::to_value(ProblemDocument::new(example_problem(code), &context)).unwrap_or_default()
}

fn example_problem(code: ErrorCode) -> Problem {
    match code {
        ErrorCode::ValidationFailed => {
            Problem::invalid(vec![FieldError::in_body("email", "missing", "is required")])
        }
        ErrorCode::OtpInvalid => Problem::new(code).with("attempts_left", 4),
        _ => Problem::new(code),
    }
}
