//! `/users/me/export`: everything that is kept of whoever asks.

mod data;
mod document;
mod errors;
mod handlers;
mod replies;

use utoipa_actix_web::service_config::ServiceConfig;

/// Adds the routes, below `/api/v1`.
pub(crate) fn routes(config: &mut ServiceConfig<'_>) {
    config
        .service(handlers::request_export)
        .service(handlers::read_export);
}
