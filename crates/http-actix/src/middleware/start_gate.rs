//! Keeps requests from a database that is not there yet, or has no schema yet (I6, I14).

use actix_web::Error;
use actix_web::body::{BoxBody, EitherBody, MessageBody};
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::middleware::Next;
use application::health::{Lifecycle, Phase};

use crate::problem::{ErrorCode, Problem};

/// Answers 503 while the server starts, whatever was asked, save where the start does not matter.
pub(crate) async fn wait_for_start<B: MessageBody>(
    lifecycle: Lifecycle,
    request: ServiceRequest,
    next: Next<B>,
) -> Result<ServiceResponse<EitherBody<BoxBody, B>>, Error> {
    if lifecycle.phase() == Phase::Starting && waits_for_start(request.path()) {
        let problem = Problem::new(ErrorCode::NotReady);
        return Ok(request.error_response(problem).map_into_left_body());
    }
    next.call(request)
        .await
        .map(ServiceResponse::map_into_right_body)
}

/// Whether a path, with or without its trailing slash, is of no use before the server is ready. The probes and
/// the documentation always are.
pub(crate) fn waits_for_start(path: &str) -> bool {
    let is_documentation = path.starts_with("/docs") || path == "/api/v1/openapi.json";
    !is_documentation && !matches!(path.trim_end_matches('/'), "/livez" | "/readyz")
}
