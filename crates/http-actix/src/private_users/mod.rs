//! Accounts for the browser tests of the template's front end, only in development: nobody is asked who they are.

mod dto;

use actix_web::post;
use actix_web::web::{Data, Json};
use application::users::UseCases;
use utoipa_actix_web::service_config::ServiceConfig;

use dto::PrivateUserCreate;

use crate::extract::{Origin, ValidJson};
use crate::openapi::documented_problems;
use crate::problem::Problem;
use crate::task::run_to_completion;
use crate::users::UserPublic;

/// Adds the route, below `/api/v1`.
pub(crate) fn routes(config: &mut ServiceConfig<'_>) {
    config.service(create_user);
}

documented_problems! {
    /// Why no account is made.
    PrivateUserProblems: UserExists, Overloaded
}

/// Create User
///
/// An account for a test's somebody. A guessable password will do, if it is long enough.
#[utoipa::path(
    tag = "private",
    operation_id = "private-create_user",
    request_body = PrivateUserCreate,
    responses((status = 200, description = "The account", body = UserPublic), PrivateUserProblems),
)]
#[post("/private/users/")]
async fn create_user(
    body: ValidJson<PrivateUserCreate>,
    origin: Origin,
    users: Data<UseCases>,
) -> Result<Json<UserPublic>, Problem> {
    let command = body.into_inner().sent_from(origin);
    let sign_up = users.sign_up.clone();
    let made = run_to_completion(async move { sign_up.execute_unguarded(command).await }).await?;
    Ok(Json(UserPublic::from(&made)))
}
