//! What is done with a token itself, whether it has expired or not.

use actix_web::http::StatusCode;
use actix_web::web::Data;
use actix_web::{HttpResponse, post};
use application::sessions::UseCases;

use super::dto::SessionToken;
use crate::extract::{BearerToken, Origin};
use crate::problem::Problem;
use crate::reply::secret_json;
use crate::task::run_to_completion;

/// Renew a token
///
/// Gives the newest token of the session; the presented one gets a successor if it is the newest itself. It may have
/// expired, as long as it can be renewed.
#[utoipa::path(
    tag = "auth",
    operation_id = "auth-refresh",
    security(("BearerAuth" = [])),
    responses((status = 200, description = "The session and its newest token", body = SessionToken)),
)]
#[post("/auth/refresh")]
pub(super) async fn refresh(
    token: BearerToken,
    origin: Origin,
    sessions: Data<UseCases>,
) -> Result<HttpResponse, Problem> {
    let refresh = sessions.refresh.clone();
    let work = async move { refresh.execute(token.expose(), origin.0).await };
    let renewed = run_to_completion(work).await?;
    Ok(secret_json(
        StatusCode::OK,
        &SessionToken::from(&renewed.token),
    ))
}

/// Log out
///
/// Ends the session of the token. Any token will do, and it can be repeated: one that is expired, unknown or forged gets
/// the same answer.
#[utoipa::path(
    tag = "auth",
    operation_id = "auth-logout",
    security(("BearerAuth" = [])),
    responses((status = 204, description = "The token counts no more")),
)]
#[post("/auth/logout")]
pub(super) async fn logout(
    token: BearerToken,
    origin: Origin,
    sessions: Data<UseCases>,
) -> Result<HttpResponse, Problem> {
    let log_out = sessions.log_out.clone();
    let work = async move { log_out.execute(token.expose(), &origin.0).await };
    run_to_completion(work).await?;
    Ok(HttpResponse::NoContent().finish())
}
