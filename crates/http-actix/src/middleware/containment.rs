//! Bounds what a handler can do to the server: no endless request, no panic that takes a connection along
//! (G2, G4).

use std::panic::AssertUnwindSafe;
use std::time::Duration;

use actix_web::Error;
use actix_web::body::MessageBody;
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::middleware::Next;
use futures_util::FutureExt;

use crate::problem::{ErrorCode, Problem};

/// Lets the rest of the chain run for at most `time`, and turns a panic in it into a problem.
///
/// The request itself is lost in both cases; the outer middleware complete the error as they do a reply.
pub(crate) async fn contain<B: MessageBody>(
    time: Duration,
    request: ServiceRequest,
    next: Next<B>,
) -> Result<ServiceResponse<B>, Error> {
    let running = AssertUnwindSafe(next.call(request)).catch_unwind();
    match tokio::time::timeout(time, running).await {
        Ok(Ok(outcome)) => outcome,
        Ok(Err(_)) => {
            tracing::error!("a handler panicked");
            Err(Problem::new(ErrorCode::InternalError).into())
        }
        Err(_) => {
            tracing::warn!("a handler ran out of time");
            Err(Problem::new(ErrorCode::Timeout).into())
        }
    }
}
