//! Sessions: log-in, renewal, log-out, and what there are.

mod dto;
mod errors;
mod log_in;
mod of_user;
mod own;
mod tokens;

use utoipa_actix_web::service_config::ServiceConfig;

pub(crate) use dto::Token;

/// Adds the routes, below `/api/v1`.
pub(crate) fn routes(config: &mut ServiceConfig<'_>) {
    config
        .service(log_in::login)
        .service(tokens::refresh)
        .service(tokens::logout)
        .service(own::logout_all)
        .service(own::list_sessions)
        .service(own::end_session)
        .service(of_user::list_user_sessions)
        .service(of_user::end_user_sessions)
        .service(of_user::end_user_session);
}
