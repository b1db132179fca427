//! A user's own sessions (C11).

use actix_web::web::{Data, Json};
use actix_web::{HttpResponse, delete, get, post};
use application::sessions::{EndSessionCommand, UseCases};
use domain::session::SessionId;

use super::dto::{SessionPublic, sessions_public};
use crate::extract::{CurrentUser, Origin, PathId};
use crate::openapi::documented_problems;
use crate::problem::Problem;
use crate::task::run_to_completion;

documented_problems! {
    /// Why a session is not ended.
    EndSessionProblems: SessionNotFound, ValidationFailed
}

/// Log out everywhere
///
/// Ends every session of the user, this one included.
#[utoipa::path(
    tag = "auth",
    operation_id = "auth-logout_all",
    security(("BearerAuth" = [])),
    responses((status = 204, description = "No token of the user counts any more")),
)]
#[post("/auth/logout-all")]
pub(super) async fn logout_all(
    current: CurrentUser,
    origin: Origin,
    sessions: Data<UseCases>,
) -> Result<HttpResponse, Problem> {
    let (end_all, user) = (sessions.end_all.clone(), current.user.id);
    let work = async move { end_all.execute(user, user, &origin.0).await };
    run_to_completion(work).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// List sessions
///
/// The user's live sessions, newest first.
#[utoipa::path(
    tag = "auth",
    operation_id = "auth-list_sessions",
    security(("BearerAuth" = [])),
    responses((status = 200, description = "The sessions", body = Vec<SessionPublic>)),
)]
#[get("/auth/sessions")]
pub(super) async fn list_sessions(
    current: CurrentUser,
    sessions: Data<UseCases>,
) -> Result<Json<Vec<SessionPublic>>, Problem> {
    let live = sessions.list.execute(current.user.id).await?;
    Ok(Json(sessions_public(&live, current.session)))
}

/// End a session
///
/// Its tokens are refused from now on. One answer for sessions that have ended, belong to somebody else, or never were.
#[utoipa::path(
    tag = "auth",
    operation_id = "auth-end_session",
    security(("BearerAuth" = [])),
    params(("id" = Uuid, Path, description = "The session")),
    responses((status = 204, description = "It has ended"), EndSessionProblems),
)]
#[delete("/auth/sessions/{id}")]
pub(super) async fn end_session(
    session: PathId<SessionId>,
    current: CurrentUser,
    origin: Origin,
    sessions: Data<UseCases>,
) -> Result<HttpResponse, Problem> {
    let command = EndSessionCommand {
        session: session.0,
        owner: current.user.id,
        actor: current.user.id,
        origin: origin.0,
    };
    let end = sessions.end.clone();
    run_to_completion(async move { end.execute(command).await }).await?;
    Ok(HttpResponse::NoContent().finish())
}
