//! `/users/{user_id}`: one account, for its owner and for superusers.

use actix_web::web::{Data, Json};
use actix_web::{HttpRequest, HttpResponse, delete, get, patch};
use application::users::{DeleteUserCommand, UpdateUserCommand, UseCases};
use domain::user::UserId;

use super::bodies::UserUpdate;
use super::replies::{UserPublic, user_reply};
use crate::extract::{CurrentUser, IfMatch, IfNoneMatch, Origin, PathId, Superuser, ValidJson};
use crate::message::Message;
use crate::openapi::documented_problems;
use crate::problem::Problem;
use crate::task::run_to_completion;

documented_problems! {
    /// Why an account is not shown.
    ReadUserProblems: InsufficientPrivileges, UserNotFound, ValidationFailed;
    /// Why an account is not changed.
    UpdateUserProblems: InsufficientPrivileges, UserNotFound, EmailTaken, UsernameTaken, LastSuperuser,
        TooManyRequests, Overloaded;
    /// Why an account is not deleted.
    DeleteUserProblems: InsufficientPrivileges, UndeletableSuperuser, UserNotFound, ValidationFailed;
}

/// Read User By Id
///
/// One's own account, or any for a superuser.
#[utoipa::path(
    tag = "users",
    operation_id = "users-read_user_by_id",
    security(("BearerAuth" = [])),
    params(("user_id" = Uuid, Path, description = "The user"), IfNoneMatch),
    responses((status = 200, description = "The account", body = UserPublic), ReadUserProblems),
)]
#[get("/users/{user_id}")]
pub(super) async fn read_user_by_id(
    user: PathId<UserId>,
    current: CurrentUser,
    users: Data<UseCases>,
    request: HttpRequest,
) -> Result<HttpResponse, Problem> {
    let user = users.read.execute(&current.user, user.0).await?;
    Ok(user_reply(&request, &user))
}

/// Update User
///
/// Changes what the body names and leaves the rest. A new password and `is_active: false` end every session of the
/// account. For superusers.
#[utoipa::path(
    tag = "users",
    operation_id = "users-update_user",
    security(("BearerAuth" = [])),
    params(("user_id" = Uuid, Path, description = "The user"), IfMatch),
    request_body = UserUpdate,
    responses((status = 200, description = "The account as it is now", body = UserPublic), UpdateUserProblems),
)]
#[patch("/users/{user_id}")]
pub(super) async fn update_user(
    (user, if_match): (PathId<UserId>, IfMatch),
    superuser: Superuser,
    body: ValidJson<UserUpdate>,
    origin: Origin,
    users: Data<UseCases>,
    request: HttpRequest,
) -> Result<HttpResponse, Problem> {
    let (changes, password) = body.into_inner();
    let command = UpdateUserCommand {
        id: user.0,
        changes,
        password,
        precondition: if_match.of(user.0),
        actor: superuser.user.id,
        origin: origin.0,
    };
    let update = users.update.clone();
    let user = run_to_completion(async move { update.execute(command).await }).await?;
    Ok(user_reply(&request, &user))
}

/// Delete User
///
/// The account goes, with its items and its sessions. For superusers, who cannot delete themselves.
#[utoipa::path(
    tag = "users",
    operation_id = "users-delete_user",
    security(("BearerAuth" = [])),
    params(("user_id" = Uuid, Path, description = "The user"), IfMatch),
    responses((status = 200, description = "It is gone", body = Message), DeleteUserProblems),
)]
#[delete("/users/{user_id}")]
pub(super) async fn delete_user(
    (user, if_match): (PathId<UserId>, IfMatch),
    superuser: Superuser,
    origin: Origin,
    users: Data<UseCases>,
) -> Result<Json<Message>, Problem> {
    let command = DeleteUserCommand {
        id: user.0,
        is_token_fresh: superuser.renewed.is_none(),
        precondition: if_match.of(user.0),
        actor: superuser.user.id,
        origin: origin.0,
    };
    let delete = users.delete.clone();
    run_to_completion(async move { delete.execute(command).await }).await?;
    Ok(Json(Message::new("User deleted successfully")))
}
