//! The documented keys, for their user and for superusers (E1-E6).

mod dto;

use actix_web::get;
use actix_web::web::{Data, Json};
use application::sessions::{NoSuchRecord, UseCases};
use domain::session::TokenId;
use domain::user::UserId;
use utoipa_actix_web::service_config::ServiceConfig;

use dto::{LatestToken, TokenRecord};

use crate::extract::{PathId, TokenHolder};
use crate::openapi::documented_problems;
use crate::problem::{ErrorCode, Problem};
use crate::users::UserPublic;

/// Adds the routes, below `/api/v1`.
pub(crate) fn routes(config: &mut ServiceConfig<'_>) {
    config
        .service(read_token)
        .service(read_user_data)
        .service(read_latest_token);
}

documented_problems! {
    /// Why a record is not shown.
    RecordProblems: RecordNotFound, ValidationFailed
}

/// What a token says
///
/// The claims and the state of the newest token of a session, by its id (`jti`); never the token itself. One's own,
/// or any for a superuser. A genuine expired token is enough to ask, as long as its session lives.
#[utoipa::path(
    tag = "auth",
    operation_id = "auth-read_token",
    security(("BearerAuth" = [])),
    params(("jti" = Uuid, Path, description = "The token's id")),
    responses((status = 200, description = "The claims and the state", body = TokenRecord), RecordProblems),
)]
#[get("/auth/redis/{jti}")]
async fn read_token(
    jti: PathId<TokenId>,
    reader: TokenHolder,
    sessions: Data<UseCases>,
) -> Result<Json<TokenRecord>, Problem> {
    let session = sessions.records.token(&reader.user, jti.0).await?;
    Ok(Json(TokenRecord::from(&session)))
}

/// The essential data of a user
///
/// One's own, or anybody's for a superuser. A genuine expired token is enough to ask, as long as its session lives.
#[utoipa::path(
    tag = "auth",
    operation_id = "auth-read_user_data",
    security(("BearerAuth" = [])),
    params(("user_id" = Uuid, Path, description = "The user")),
    responses((status = 200, description = "The data", body = UserPublic), RecordProblems),
)]
#[get("/auth/user/{user_id}/data")]
async fn read_user_data(
    user: PathId<UserId>,
    reader: TokenHolder,
    sessions: Data<UseCases>,
) -> Result<Json<UserPublic>, Problem> {
    let data = sessions.records.user_data(&reader.user, user.0).await?;
    Ok(Json(UserPublic::from(&data)))
}

/// The newest token of a user
///
/// Its id (`jti`). One's own, or anybody's for a superuser. A genuine expired token is enough to ask, as long as its
/// session lives.
#[utoipa::path(
    tag = "auth",
    operation_id = "auth-read_latest_token",
    security(("BearerAuth" = [])),
    params(("user_id" = Uuid, Path, description = "The user")),
    responses((status = 200, description = "The id", body = LatestToken), RecordProblems),
)]
#[get("/auth/user/{user_id}/latest-jti")]
async fn read_latest_token(
    user: PathId<UserId>,
    reader: TokenHolder,
    sessions: Data<UseCases>,
) -> Result<Json<LatestToken>, Problem> {
    let token = sessions.records.latest_token(&reader.user, user.0).await?;
    Ok(Json(LatestToken::new(user.0, token)))
}

impl From<NoSuchRecord> for Problem {
    fn from(_: NoSuchRecord) -> Self {
        Self::new(ErrorCode::RecordNotFound)
    }
}
