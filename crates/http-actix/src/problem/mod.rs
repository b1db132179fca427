//! Problem details (RFC 9457): what every reply with a 4xx or 5xx status says (G4).
//!
//! A handler or a middleware returns a [`Problem`]; [`complete()`] turns it into the reply once the request's
//! id and path are known, and does the same for errors that the web framework made.

mod catalogue;
mod complete;
mod document;
mod failure;
mod field_error;
mod refusals;
mod retry_after;
mod throttled;

use std::fmt;
use std::time::Duration;

use actix_web::http::StatusCode;
use actix_web::http::header::{ALLOW, HeaderValue, RETRY_AFTER, WWW_AUTHENTICATE};
use actix_web::{HttpResponse, ResponseError};
use serde_json::Value;

pub use catalogue::ErrorCode;
pub(crate) use complete::complete;
pub(crate) use document::ProblemDocument;
pub(crate) use field_error::{FieldError, Place, RequestPart};
use retry_after::retry_after_header;

/// An error on its way to the client: what kind it is, and what is special about this case.
#[derive(Clone, Debug)]
pub(crate) struct Problem {
    code: ErrorCode,
    case: Option<Box<Case>>,
}

/// What one case has to say beyond its code.
#[derive(Clone, Debug, Default)]
struct Case {
    detail: Option<&'static str>,
    errors: Vec<FieldError>,
    members: Vec<(&'static str, Value)>,
    retry_after: Option<Duration>,
    allow: Option<HeaderValue>,
}

impl Problem {
    /// A problem with the catalogue's words.
    pub(crate) const fn new(code: ErrorCode) -> Self {
        Self { code, case: None }
    }

    /// What kind of error it is.
    pub(crate) const fn code(&self) -> ErrorCode {
        self.code
    }

    /// What is wrong with its fields, for a person.
    pub(crate) fn field_messages(&self) -> Vec<&str> {
        let errors = self.case.iter().flat_map(|case| &case.errors);
        errors.map(|error| error.msg.as_str()).collect()
    }

    /// Fields that break rules.
    pub(crate) fn invalid(errors: Vec<FieldError>) -> Self {
        Self::new(ErrorCode::ValidationFailed).in_case(|case| case.errors = errors)
    }

    /// A method that the path does not answer (RFC 9110 §15.5.6).
    pub(crate) fn method_not_allowed(allow: HeaderValue) -> Self {
        Self::new(ErrorCode::MethodNotAllowed).in_case(|case| case.allow = Some(allow))
    }

    /// Says it in words that fit the case better than the catalogue's.
    pub(crate) fn because(self, detail: &'static str) -> Self {
        self.in_case(|case| case.detail = Some(detail))
    }

    /// Adds a member of its own (RFC 9457 §3.2).
    pub(crate) fn with(self, member: &'static str, value: impl Into<Value>) -> Self {
        self.in_case(|case| case.members.push((member, value.into())))
    }

    /// Says when to try again.
    pub(crate) fn retry_after(self, span: Duration) -> Self {
        self.in_case(|case| case.retry_after = Some(span))
    }

    fn in_case(mut self, describe: impl FnOnce(&mut Case)) -> Self {
        describe(self.case.get_or_insert_default());
        self
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code.as_str())
    }
}

impl ResponseError for Problem {
    fn status_code(&self) -> StatusCode {
        self.code.entry().status
    }

    /// The reply's head; it carries the problem itself for [`complete()`] to write the body.
    fn error_response(&self) -> HttpResponse {
        let mut response = HttpResponse::new(self.status_code());
        let headers = response.headers_mut();
        if let Some(challenge) = self.code.challenge() {
            headers.insert(WWW_AUTHENTICATE, HeaderValue::from_static(challenge));
        }
        let case = self.case.as_deref();
        let wait = case.and_then(|case| case.retry_after);
        if let Some(value) = retry_after_header(self.status_code(), wait) {
            headers.insert(RETRY_AFTER, value);
        }
        if let Some(methods) = case.and_then(|case| case.allow.clone()) {
            headers.insert(ALLOW, methods);
        }
        response.extensions_mut().insert(self.clone());
        response
    }
}
