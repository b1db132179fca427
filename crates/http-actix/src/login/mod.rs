//! Log-in as the template's clients and Swagger UI do it: the password grant of OAuth2 (RFC 6749 §4.3).

mod form;

use actix_web::http::StatusCode;
use actix_web::web::{Data, Json};
use actix_web::{HttpResponse, post};
use application::UseCaseError;
use application::sessions::{LogInCommand, LogInRefusal, UseCases};
use utoipa_actix_web::service_config::ServiceConfig;

use form::{LoginAccessTokenBody, LoginForm};

use crate::extract::{CurrentUser, Origin, ValidForm};
use crate::openapi::documented_problems;
use crate::problem::{ErrorCode, Problem};
use crate::reply::secret_json;
use crate::sessions::Token;
use crate::task::run_to_completion;
use crate::users::UserPublic;

/// Adds the routes, below `/api/v1`.
pub(crate) fn routes(config: &mut ServiceConfig<'_>) {
    config.service(login_access_token).service(test_token);
}

documented_problems! {
    /// Why no token is given.
    AccessTokenProblems: IncorrectCredentials, InactiveUser, TooManyRequests, Overloaded
}

/// Login Access Token
///
/// Log in with the password grant of OAuth2: `username` is an e-mail address or a username. Starts a session.
#[utoipa::path(
    tag = "login",
    operation_id = "login-login_access_token",
    request_body(content(
        (LoginAccessTokenBody = "application/x-www-form-urlencoded"),
        (LoginAccessTokenBody = "multipart/form-data"),
    )),
    responses((status = 200, description = "A token", body = Token), AccessTokenProblems),
)]
#[post("/login/access-token")]
async fn login_access_token(
    form: ValidForm<LoginForm>,
    origin: Origin,
    sessions: Data<UseCases>,
) -> Result<HttpResponse, Problem> {
    let (identifier, password) = form.into_inner();
    let origin = origin.0;
    let command = LogInCommand {
        identifier,
        password,
        origin,
    };
    let log_in = sessions.log_in.clone();
    let work = async move { log_in.execute(command).await.map_err(told_apart) };
    let logged_in = run_to_completion(work).await?;
    Ok(secret_json(StatusCode::OK, &Token::from(&logged_in.token)))
}

/// Test Token
///
/// The user that the token belongs to.
#[utoipa::path(
    tag = "login",
    operation_id = "login-test_token",
    security(("BearerAuth" = [])),
    responses((status = 200, description = "The user", body = UserPublic)),
)]
#[post("/login/test-token")]
async fn test_token(current: CurrentUser) -> Json<UserPublic> {
    Json(UserPublic::from(&current.user))
}

/// The template's clients branch on 400, and tell a disabled account apart once its password was right (C1).
pub(crate) fn told_apart(error: UseCaseError<LogInRefusal>) -> Problem {
    match error {
        UseCaseError::Refused(LogInRefusal::InvalidCredentials) => {
            Problem::new(ErrorCode::IncorrectCredentials)
        }
        UseCaseError::Refused(LogInRefusal::Disabled) => Problem::new(ErrorCode::InactiveUser),
        error => error.into(),
    }
}
