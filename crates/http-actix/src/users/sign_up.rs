//! `/users/signup`: an account in one step, where that is allowed.

use actix_web::post;
use actix_web::web::{Data, Json};
use application::users::{SignUpCommand, UseCases};

use super::bodies::UserRegister;
use super::replies::UserPublic;
use crate::extract::{Origin, ValidJson};
use crate::openapi::documented_problems;
use crate::problem::Problem;
use crate::task::run_to_completion;

documented_problems! {
    /// Why no account is made.
    SignUpProblems: UserExists, SignupClosed, TooManyRequests, Overloaded
}

/// Register User
///
/// An account for whoever asks, without a proof of the address; it does not log in. Where this is off, accounts are
/// made in four steps.
#[utoipa::path(
    tag = "users",
    operation_id = "users-register_user",
    request_body = UserRegister,
    responses((status = 200, description = "The account", body = UserPublic), SignUpProblems),
)]
#[post("/users/signup")]
pub(super) async fn register_user(
    body: ValidJson<UserRegister>,
    origin: Origin,
    users: Data<UseCases>,
) -> Result<Json<UserPublic>, Problem> {
    let (email, password, full_name) = body.into_inner();
    let command = SignUpCommand {
        email,
        password,
        full_name,
        origin: origin.0,
    };
    let sign_up = users.sign_up.clone();
    let user = run_to_completion(async move { sign_up.execute(command).await }).await?;
    Ok(Json(UserPublic::from(&user)))
}
