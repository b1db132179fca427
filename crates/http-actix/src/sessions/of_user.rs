//! The sessions of any user, for superusers (C11).

use actix_web::web::{Data, Json};
use actix_web::{HttpResponse, delete, get};
use application::UseCaseError;
use application::sessions::{EndSessionCommand, NoSuchRecord, UseCases};
use domain::session::SessionId;
use domain::user::{User, UserId};

use super::dto::{SessionPublic, sessions_public};
use crate::extract::{Origin, PathId, Superuser};
use crate::openapi::documented_problems;
use crate::problem::{ErrorCode, Problem};
use crate::task::run_to_completion;

documented_problems! {
    /// Why the sessions of a user are not touched.
    UserSessionsProblems: InsufficientPrivileges, UserNotFound, ValidationFailed;
    /// Why a session of a user is not ended.
    EndUserSessionProblems: InsufficientPrivileges, SessionNotFound, ValidationFailed;
}

/// List a user's sessions
///
/// The user's live sessions, newest first. For superusers.
#[utoipa::path(
    tag = "users",
    operation_id = "users-list_user_sessions",
    security(("BearerAuth" = [])),
    params(("user_id" = Uuid, Path, description = "The user")),
    responses((status = 200, description = "The sessions", body = Vec<SessionPublic>), UserSessionsProblems),
)]
#[get("/users/{user_id}/sessions")]
pub(super) async fn list_user_sessions(
    user: PathId<UserId>,
    superuser: Superuser,
    sessions: Data<UseCases>,
) -> Result<Json<Vec<SessionPublic>>, Problem> {
    let user = existing(&sessions, &superuser.user, user.0).await?;
    let live = sessions.list.execute(user).await?;
    Ok(Json(sessions_public(&live, superuser.session)))
}

/// End a user's sessions
///
/// All of them; no token of the user counts any more. For superusers.
#[utoipa::path(
    tag = "users",
    operation_id = "users-end_user_sessions",
    security(("BearerAuth" = [])),
    params(("user_id" = Uuid, Path, description = "The user")),
    responses((status = 204, description = "They have ended"), UserSessionsProblems),
)]
#[delete("/users/{user_id}/sessions")]
pub(super) async fn end_user_sessions(
    user: PathId<UserId>,
    superuser: Superuser,
    origin: Origin,
    sessions: Data<UseCases>,
) -> Result<HttpResponse, Problem> {
    let user = existing(&sessions, &superuser.user, user.0).await?;
    let (end_all, actor) = (sessions.end_all.clone(), superuser.user.id);
    let work = async move { end_all.execute(user, actor, &origin.0).await };
    run_to_completion(work).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// End a session of a user
///
/// Its tokens are refused from now on. For superusers.
#[utoipa::path(
    tag = "users",
    operation_id = "users-end_user_session",
    security(("BearerAuth" = [])),
    params(
        ("user_id" = Uuid, Path, description = "The user"),
        ("id" = Uuid, Path, description = "The session"),
    ),
    responses((status = 204, description = "It has ended"), EndUserSessionProblems),
)]
#[delete("/users/{user_id}/sessions/{id}")]
pub(super) async fn end_user_session(
    (user, session): (PathId<UserId>, PathId<SessionId>),
    superuser: Superuser,
    origin: Origin,
    sessions: Data<UseCases>,
) -> Result<HttpResponse, Problem> {
    let command = EndSessionCommand {
        session: session.0,
        owner: user.0,
        actor: superuser.user.id,
        origin: origin.0,
    };
    let end = sessions.end.clone();
    run_to_completion(async move { end.execute(command).await }).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// The user, if there is one: nobody has no sessions, which is not the same as having none.
async fn existing(sessions: &UseCases, reader: &User, user: UserId) -> Result<UserId, Problem> {
    match sessions.records.user_data(reader, user).await {
        Ok(user) => Ok(user.id),
        Err(UseCaseError::Refused(NoSuchRecord)) => Err(Problem::new(ErrorCode::UserNotFound)),
        Err(UseCaseError::Failed(failure)) => Err(failure.into()),
    }
}
