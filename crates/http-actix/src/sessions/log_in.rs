//! Log-in by e-mail address or username.

use actix_web::http::StatusCode;
use actix_web::web::Data;
use actix_web::{HttpResponse, post};
use application::sessions::{LogInCommand, UseCases};

use super::dto::{LoginRequest, SessionToken};
use crate::extract::{Origin, ValidJson};
use crate::openapi::documented_problems;
use crate::problem::Problem;
use crate::reply::secret_json;
use crate::task::run_to_completion;

documented_problems! {
    /// Why log-in is refused.
    LoginProblems: InvalidCredentials, TooManyRequests, Overloaded
}

/// Log in
///
/// Starts a session by e-mail address or username. An unknown name, a wrong password and a disabled account
/// get one and the same answer. Wrong credentials are limited by name and by network.
#[utoipa::path(
    tag = "auth",
    operation_id = "auth-login",
    request_body = LoginRequest,
    responses((status = 200, description = "A session and its token", body = SessionToken), LoginProblems),
)]
#[post("/auth/login")]
pub(super) async fn login(
    body: ValidJson<LoginRequest>,
    origin: Origin,
    sessions: Data<UseCases>,
) -> Result<HttpResponse, Problem> {
    let (identifier, password) = body.into_inner();
    let origin = origin.0;
    let command = LogInCommand {
        identifier,
        password,
        origin,
    };
    let log_in = sessions.log_in.clone();
    let logged_in = run_to_completion(async move { log_in.execute(command).await }).await?;
    Ok(secret_json(
        StatusCode::OK,
        &SessionToken::from(&logged_in.token),
    ))
}
