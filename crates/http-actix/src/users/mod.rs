//! Accounts: superusers make, change and delete them, and their owners look after their own.

mod bodies;
mod collection;
mod errors;
mod own;
mod own_bodies;
mod page;
mod query;
mod replies;
mod sign_up;
mod single;

use utoipa_actix_web::service_config::ServiceConfig;

pub(crate) use replies::{UserPublic, user_reply};

/// Adds the routes, below `/api/v1`. A fixed name comes before the id in its place.
pub(crate) fn routes(config: &mut ServiceConfig<'_>) {
    config
        .service(collection::read_users)
        .service(collection::create_user)
        .service(own::read_user_me)
        .service(own::update_user_me)
        .service(own::update_password_me)
        .service(own::delete_user_me)
        .service(sign_up::register_user)
        .service(single::read_user_by_id)
        .service(single::update_user)
        .service(single::delete_user);
}
