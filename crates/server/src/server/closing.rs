//! Sends clients elsewhere before the server goes.

use actix_web::Error;
use actix_web::body::BoxBody;
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::ConnectionType;
use actix_web::middleware::Next;
use application::health::{Lifecycle, Phase};

/// Asks for another connection after this reply once the server stops, so that no client sends its next
/// request into a connection that is being closed (I13, RFC 9112 §9.6).
pub(super) async fn close_when_stopping(
    lifecycle: Lifecycle,
    request: ServiceRequest,
    next: Next<BoxBody>,
) -> Result<ServiceResponse<BoxBody>, Error> {
    let mut response = next.call(request).await?;
    if lifecycle.phase() == Phase::Stopping {
        let head = response.response_mut().head_mut();
        head.set_connection_type(ConnectionType::Close);
    }
    Ok(response)
}
