//! Sessions: log-in.

mod dto;

use actix_web::http::StatusCode;
use actix_web::web::Data;
use actix_web::{HttpResponse, post};
use application::sessions::{InvalidCredentials, LogInCommand, UseCases};
use utoipa_actix_web::service_config::ServiceConfig;

pub(crate) use dto::Token;
use dto::{LoginRequest, SessionToken};

use crate::extract::{Origin, ValidJson};
use crate::openapi::documented_problems;
use crate::problem::{ErrorCode, Problem};
use crate::reply::secret_json;
use crate::task::run_to_completion;

/// Adds the routes, below `/api/v1`.
pub(crate) fn routes(config: &mut ServiceConfig<'_>) {
    config.service(login);
}

documented_problems! {
    /// Why log-in is refused.
    LoginProblems: InvalidCredentials, Overloaded
}

/// Log in
///
/// Starts a session by e-mail address or username. An unknown name, a wrong password and a disabled account
/// get one and the same answer.
#[utoipa::path(
    tag = "auth",
    operation_id = "auth-login",
    request_body = LoginRequest,
    responses((status = 200, description = "A session and its token", body = SessionToken), LoginProblems),
)]
#[post("/auth/login")]
async fn login(
    body: ValidJson<LoginRequest>,
    origin: Origin,
    sessions: Data<UseCases>,
) -> Result<HttpResponse, Problem> {
    let (identifier, password) = body.into_inner();
    let command = LogInCommand {
        identifier,
        password,
        origin: origin.0,
    };
    let log_in = sessions.log_in.clone();
    let logged_in = run_to_completion(async move { log_in.execute(command).await }).await?;
    Ok(secret_json(
        StatusCode::OK,
        &SessionToken::from(&logged_in.token),
    ))
}

impl From<InvalidCredentials> for Problem {
    fn from(_: InvalidCredentials) -> Self {
        Self::new(ErrorCode::InvalidCredentials)
    }
}
