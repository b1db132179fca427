//! `/users/me`: the account of whoever asks.

use actix_web::web::{Data, Json};
use actix_web::{HttpRequest, HttpResponse, delete, get, patch};
use application::users::{ChangePasswordCommand, DeleteUserCommand, UseCases};

use super::own_bodies::{UpdatePassword, UserUpdateMe};
use super::replies::{UserPublic, user_reply};
use crate::extract::{CurrentUser, IfMatch, IfNoneMatch, Origin, ValidJson};
use crate::message::Message;
use crate::openapi::documented_problems;
use crate::problem::Problem;
use crate::task::run_to_completion;

documented_problems! {
    /// Why the own account is not changed.
    UpdateUserMeProblems: IncorrectPassword, EmailTaken, UsernameTaken, TooManyRequests, Overloaded;
    /// Why the password stays as it is.
    UpdatePasswordMeProblems: IncorrectPassword, SamePassword, TooManyRequests, Overloaded;
    /// Why the own account is not deleted.
    DeleteUserMeProblems: UndeletableSuperuser;
}

/// Read User Me
///
/// The user that the token belongs to.
#[utoipa::path(
    tag = "users",
    operation_id = "users-read_user_me",
    security(("BearerAuth" = [])),
    params(IfNoneMatch),
    responses((status = 200, description = "The user", body = UserPublic)),
)]
#[get("/users/me")]
pub(super) async fn read_user_me(current: CurrentUser, request: HttpRequest) -> HttpResponse {
    user_reply(&request, &current.user)
}

/// Update User Me
///
/// Changes what the body names and leaves the rest. Where addresses are confirmed, another address wants
/// `current_password` and a token that has not expired; the reply then still has the old address, and the new one in
/// `pending_email` until `users-confirm_email_change` gets the code that was mailed there.
#[utoipa::path(
    tag = "users",
    operation_id = "users-update_user_me",
    security(("BearerAuth" = [])),
    params(IfMatch),
    request_body = UserUpdateMe,
    responses((status = 200, description = "The user as it is now", body = UserPublic), UpdateUserMeProblems),
)]
#[patch("/users/me")]
pub(super) async fn update_user_me(
    if_match: IfMatch,
    current: CurrentUser,
    body: ValidJson<UserUpdateMe>,
    origin: Origin,
    users: Data<UseCases>,
    request: HttpRequest,
) -> Result<HttpResponse, Problem> {
    let command = body.into_inner().wanted_by(&current, &if_match, origin);
    let update = users.update_profile.clone();
    let user = run_to_completion(async move { update.execute(command).await }).await?;
    Ok(user_reply(&request, &user))
}

/// Update Password Me
///
/// Ends every other session, and voids every link and code that was mailed before.
#[utoipa::path(
    tag = "users",
    operation_id = "users-update_password_me",
    security(("BearerAuth" = [])),
    request_body = UpdatePassword,
    responses((status = 200, description = "The password is changed", body = Message), UpdatePasswordMeProblems),
)]
#[patch("/users/me/password")]
pub(super) async fn update_password_me(
    current: CurrentUser,
    body: ValidJson<UpdatePassword>,
    origin: Origin,
    users: Data<UseCases>,
) -> Result<Json<Message>, Problem> {
    let (present, new) = body.into_inner();
    let command = ChangePasswordCommand {
        user: current.user.clone(),
        session: current.session,
        current: present,
        new,
        origin: origin.0,
    };
    let change = users.change_password.clone();
    run_to_completion(async move { change.execute(command).await }).await?;
    Ok(Json(Message::new("Password updated successfully")))
}

/// Delete User Me
///
/// The account goes, with its items and its sessions. In production it wants a token that has not expired.
#[utoipa::path(
    tag = "users",
    operation_id = "users-delete_user_me",
    security(("BearerAuth" = [])),
    params(IfMatch),
    responses((status = 200, description = "It is gone", body = Message), DeleteUserMeProblems),
)]
#[delete("/users/me")]
pub(super) async fn delete_user_me(
    if_match: IfMatch,
    current: CurrentUser,
    origin: Origin,
    users: Data<UseCases>,
) -> Result<Json<Message>, Problem> {
    let command = DeleteUserCommand {
        id: current.user.id,
        is_token_fresh: current.renewed.is_none(),
        precondition: if_match.of(current.user.id),
        actor: current.user.id,
        origin: origin.0,
    };
    let delete = users.delete.clone();
    run_to_completion(async move { delete.execute(command).await }).await?;
    Ok(Json(Message::new("User deleted successfully")))
}
