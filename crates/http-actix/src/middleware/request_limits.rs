//! Refuses request heads that are larger than anybody needs (G1).

use actix_web::Error;
use actix_web::body::{BoxBody, EitherBody, MessageBody};
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::Uri;
use actix_web::http::header::HeaderMap;
use actix_web::middleware::Next;

use crate::limits;
use crate::problem::{ErrorCode, Problem};

/// What a field costs beside its name and value: a colon, a blank, CR and LF.
const FIELD_OVERHEAD: usize = 4;

/// Judges the size of the request target and of the header fields.
pub(crate) async fn limit_request<B: MessageBody>(
    request: ServiceRequest,
    next: Next<B>,
) -> Result<ServiceResponse<EitherBody<BoxBody, B>>, Error> {
    let excess = if target_length(request.uri()) > limits::URI_BYTES {
        Some(ErrorCode::UriTooLong)
    } else if is_too_large(request.headers()) {
        Some(ErrorCode::HeadersTooLarge)
    } else {
        None
    };
    match excess {
        Some(code) => Ok(request
            .error_response(Problem::new(code))
            .map_into_left_body()),
        None => next
            .call(request)
            .await
            .map(ServiceResponse::map_into_right_body),
    }
}

fn target_length(uri: &Uri) -> usize {
    uri.path_and_query()
        .map_or(0, |target| target.as_str().len())
}

fn is_too_large(headers: &HeaderMap) -> bool {
    headers.len() > limits::FIELDS || header_length(headers) > limits::HEADER_BYTES
}

fn header_length(headers: &HeaderMap) -> usize {
    headers
        .iter()
        .map(|(name, value)| name.as_str().len() + value.len() + FIELD_OVERHEAD)
        .sum()
}
