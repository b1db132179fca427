//! Accounts.

mod dto;

use actix_web::get;
use actix_web::web::Json;
use utoipa_actix_web::service_config::ServiceConfig;

pub(crate) use dto::UserPublic;

use crate::extract::CurrentUser;

/// Adds the routes, below `/api/v1`.
pub(crate) fn routes(config: &mut ServiceConfig<'_>) {
    config.service(read_user_me);
}

/// Read User Me
///
/// The user that the token belongs to.
#[utoipa::path(
    tag = "users",
    operation_id = "users-read_user_me",
    security(("BearerAuth" = [])),
    responses((status = 200, description = "The user", body = UserPublic)),
)]
#[get("/users/me")]
async fn read_user_me(current: CurrentUser) -> Json<UserPublic> {
    Json(UserPublic::from(&current.user))
}
