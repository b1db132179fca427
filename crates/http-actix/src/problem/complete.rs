//! Makes every error reply a problem, whoever made it.

use actix_cors::CorsError;
use actix_web::HttpResponse;
use actix_web::ResponseError;
use actix_web::body::BoxBody;
use actix_web::http::StatusCode;
use actix_web::http::header::{CONTENT_TYPE, HeaderName, HeaderValue};

use super::{ErrorCode, Problem, ProblemDocument};
use crate::request_context::RequestContext;

const PROBLEM_JSON: HeaderValue = HeaderValue::from_static("application/problem+json");

/// Writes the problem document of an error reply; leaves every other reply as it is.
///
/// It may be called twice for one reply and then gives the same.
pub(crate) fn complete(response: HttpResponse, request: &RequestContext) -> HttpResponse {
    if !is_error(response.status()) {
        return response;
    }
    let problem = problem_of(&response);
    let head = problem.error_response();
    let body = serde_json::to_vec(&ProblemDocument::new(problem, request)).unwrap_or_default();

    let mut response = response.set_body(BoxBody::new(body));
    *response.status_mut() = head.status();
    for (name, value) in head.headers() {
        insert_if_absent(&mut response, name, value);
    }
    response.headers_mut().insert(CONTENT_TYPE, PROBLEM_JSON);
    response
}

fn is_error(status: StatusCode) -> bool {
    status.is_client_error() || status.is_server_error()
}

fn insert_if_absent(response: &mut HttpResponse, name: &HeaderName, value: &HeaderValue) {
    if !response.headers().contains_key(name) {
        response.headers_mut().insert(name.clone(), value.clone());
    }
}

fn problem_of(response: &HttpResponse) -> Problem {
    let known = response.extensions().get::<Problem>().cloned();
    known.unwrap_or_else(|| foreign(response))
}

/// The problem that stands for an error of the web framework. Its own words go to the log when the fault is
/// ours, and nowhere when it is the client's: they may repeat what the client sent (H2).
fn foreign(response: &HttpResponse) -> Problem {
    let error = response.error();
    if let Some(error) = error.filter(|_| response.status().is_server_error()) {
        tracing::error!(%error, "a handler failed");
    }
    if error.is_some_and(|error| error.as_error::<CorsError>().is_some()) {
        return Problem::new(ErrorCode::CorsRefused);
    }
    Problem::new(code_for(response.status()))
}

fn code_for(status: StatusCode) -> ErrorCode {
    match status {
        StatusCode::UNAUTHORIZED => ErrorCode::NotAuthenticated,
        StatusCode::FORBIDDEN => ErrorCode::InsufficientPrivileges,
        StatusCode::NOT_FOUND => ErrorCode::NotFound,
        StatusCode::METHOD_NOT_ALLOWED => ErrorCode::MethodNotAllowed,
        StatusCode::REQUEST_TIMEOUT => ErrorCode::RequestTimeout,
        StatusCode::PAYLOAD_TOO_LARGE => ErrorCode::PayloadTooLarge,
        StatusCode::URI_TOO_LONG => ErrorCode::UriTooLong,
        StatusCode::UNSUPPORTED_MEDIA_TYPE => ErrorCode::UnsupportedMediaType,
        StatusCode::REQUEST_HEADER_FIELDS_TOO_LARGE => ErrorCode::HeadersTooLarge,
        StatusCode::SERVICE_UNAVAILABLE => ErrorCode::ServiceUnavailable,
        status if status.is_client_error() => ErrorCode::BadRequest,
        _ => ErrorCode::InternalError,
    }
}
