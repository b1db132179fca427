//! `/users/`: every account, for superusers.

use actix_web::http::StatusCode;
use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse, get, post};
use application::users::UseCases;
use domain::idempotency::StoredReply;
use domain::user::User;

use super::bodies::UserCreate;
use super::page::page_reply;
use super::query::UsersQuery;
use super::replies::{UserPublic, UsersPublic};
use crate::entity_tag::EntityTag;
use crate::extract::{IdempotencyKeyHeader, IfNoneMatch, Origin, Superuser, ValidJson, ValidQuery};
use crate::openapi::documented_problems;
use crate::problem::Problem;
use crate::reply::{created_json, idempotent_reply};
use crate::task::run_to_completion;

documented_problems! {
    /// Who may not see every account.
    ReadUsersProblems: InsufficientPrivileges;
    /// Why no account is made.
    CreateUserProblems: InsufficientPrivileges, UserExists, UsernameTaken, Overloaded;
}

/// Read Users
///
/// Accounts, newest first, all of them or those that a search finds. For superusers.
#[utoipa::path(
    tag = "users",
    operation_id = "users-read_users",
    security(("BearerAuth" = [])),
    params(UsersQuery, IfNoneMatch),
    responses((status = 200, description = "A page of accounts", body = UsersPublic), ReadUsersProblems),
)]
#[get("/users/")]
pub(super) async fn read_users(
    query: ValidQuery<UsersQuery>,
    _superuser: Superuser,
    users: Data<UseCases>,
    request: HttpRequest,
) -> Result<HttpResponse, Problem> {
    let (page, search) = query.into_inner();
    let found = users.list.execute(&search, &page).await?;
    Ok(page_reply(&request, &search, page.limit, found))
}

/// Create User
///
/// An account for somebody, who is told by mail; the mail never holds the password. For superusers.
#[utoipa::path(
    tag = "users",
    operation_id = "users-create_user",
    security(("BearerAuth" = [])),
    params(IdempotencyKeyHeader),
    request_body = UserCreate,
    responses((status = 200, description = "The account", body = UserPublic), CreateUserProblems),
)]
#[post("/users/")]
pub(super) async fn create_user(
    key: IdempotencyKeyHeader,
    superuser: Superuser,
    body: ValidJson<UserCreate>,
    origin: Origin,
    users: Data<UseCases>,
) -> Result<HttpResponse, Problem> {
    let (account, text) = body.into_parts();
    let call = key.call(superuser.user.id, &text, created_user)?;
    let command = account.made_by(superuser.user.id, origin);
    let create = users.create.clone();
    let made = run_to_completion(async move { create.execute(command, &call).await }).await?;
    Ok(idempotent_reply(made, created_user))
}

fn created_user(user: &User) -> StoredReply {
    StoredReply {
        tag: Some(EntityTag::from(user).as_str().to_owned()),
        ..created_json(StatusCode::OK, &UserPublic::from(user))
    }
}
