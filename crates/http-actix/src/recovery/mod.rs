//! Password recovery by a mailed link (F9r).

mod dto;
mod errors;
mod handlers;

use utoipa_actix_web::service_config::ServiceConfig;

pub(crate) use handlers::set_password;

/// Adds the routes, below `/api/v1`.
pub(crate) fn routes(config: &mut ServiceConfig<'_>) {
    config
        .service(handlers::recover_password)
        .service(handlers::recover_password_html_content)
        .service(handlers::reset_password);
}
