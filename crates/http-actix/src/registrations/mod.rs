//! Registration in four steps (origin B).

mod dto;
mod errors;
mod handlers;
mod replies;

use utoipa_actix_web::service_config::ServiceConfig;

/// Adds the routes, below `/api/v1`.
pub(crate) fn routes(config: &mut ServiceConfig<'_>) {
    config
        .service(handlers::initiate)
        .service(handlers::resend_otp)
        .service(handlers::verify_otp)
        .service(handlers::set_password)
        .service(handlers::complete);
}
