//! Changes of addresses that are confirmed by a code and can be taken back by a link (F7r). A change begins with
//! `PATCH /users/me`.

mod dto;
mod errors;
mod handlers;

use utoipa_actix_web::service_config::ServiceConfig;

pub(crate) use handlers::take_back;

/// Adds the routes, below `/api/v1`.
pub(crate) fn routes(config: &mut ServiceConfig<'_>) {
    config
        .service(handlers::confirm_email_change)
        .service(handlers::undo_email_change);
}
