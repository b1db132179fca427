//! Handlers that exist to be tested through.

use std::time::Duration;

use actix_web::web::{Json, Path};
use actix_web::{HttpRequest, HttpResponse, delete, get, post};
use domain::user::Email;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_actix_web::service_config::ServiceConfig;
use validator::Validate;

use crate::extract::{
    FieldErrors, Origin, RequestBody, Required, ValidJson, bearer_token, no_control_characters,
};
use crate::problem::{ErrorCode, Problem};
use crate::reply::secret_json;

/// Adds them.
pub(super) fn routes(config: &mut ServiceConfig<'_>) {
    config
        .service(create)
        .service(remove)
        .service(mine)
        .service(read)
        .service(with_slash)
        .service(panics)
        .service(sleeps)
        .service(busy)
        .service(foreign_error)
        .service(private)
        .service(admins_only)
        .service(token)
        .service(origin);
}

#[derive(Debug, Deserialize, ToSchema, Validate)]
struct ThingRequest {
    #[schema(value_type = String)]
    #[validate(
        length(min = 1, max = 10, message = "must have 1 to 10 characters"),
        custom(function = "no_control_characters")
    )]
    title: Required<String>,
    #[schema(value_type = String)]
    owner: Required<String>,
    deputy: Option<String>,
    #[serde(default)]
    inner: Vec<Inner>,
}

#[derive(Debug, Deserialize, ToSchema)]
struct Inner {
    count: u8,
}

#[derive(Debug, Serialize, ToSchema)]
struct Thing {
    title: String,
    owner: String,
    deputy: Option<String>,
    total: u64,
}

impl RequestBody for ThingRequest {
    type Parsed = (String, Email, Option<Email>, u64);

    fn parse(self, errors: &mut FieldErrors) -> Option<Self::Parsed> {
        let title = errors.given("title", self.title);
        let owner = errors.required("owner", self.owner);
        let deputy = errors.optional("deputy", self.deputy);
        let total = self.inner.iter().map(|inner| u64::from(inner.count)).sum();
        Some((title?, owner?, deputy, total))
    }
}

#[utoipa::path(request_body = ThingRequest, responses((status = 200, body = Thing)))]
#[post("/things")]
async fn create(body: ValidJson<ThingRequest>) -> Json<Thing> {
    let (title, owner, deputy, total) = body.into_inner();
    let owner = owner.as_str().to_owned();
    let deputy = deputy.map(|email| email.as_str().to_owned());
    Json(Thing {
        title,
        owner,
        deputy,
        total,
    })
}

#[utoipa::path(responses((status = 204)))]
#[delete("/things")]
async fn remove() -> HttpResponse {
    HttpResponse::NoContent().finish()
}

#[utoipa::path(responses((status = 200)))]
#[get("/things/mine")]
async fn mine() -> &'static str {
    "mine"
}

#[utoipa::path(params(("id" = String, Path)), responses((status = 200)))]
#[get("/things/{id}")]
async fn read(id: Path<String>, request: HttpRequest) -> String {
    format!("{id} {}", request.query_string())
}

#[utoipa::path(responses((status = 200)))]
#[get("/with-slash/")]
async fn with_slash() -> &'static str {
    "slash"
}

#[utoipa::path(responses((status = 200)))]
#[get("/panics")]
async fn panics() -> &'static str {
    panic!("a secret in a panic")
}

#[utoipa::path(responses((status = 200)))]
#[get("/sleeps")]
async fn sleeps() -> &'static str {
    tokio::time::sleep(Duration::from_mins(1)).await;
    "awake"
}

#[utoipa::path(responses((status = 200)))]
#[get("/busy")]
async fn busy() -> Result<&'static str, Problem> {
    Err(Problem::new(ErrorCode::Overloaded).retry_after(Duration::from_millis(2100)))
}

#[utoipa::path(responses((status = 200)))]
#[get("/foreign-error")]
async fn foreign_error() -> Result<&'static str, actix_web::Error> {
    Err(actix_web::error::ErrorBadGateway(
        "SELECT secret FROM library",
    ))
}

#[utoipa::path(security(("BearerAuth" = [])), responses((status = 200)))]
#[get("/private")]
async fn private(request: HttpRequest) -> Result<&'static str, Problem> {
    match bearer_token(request.headers())? {
        "good" => Ok("welcome"),
        _ => Err(Problem::new(ErrorCode::InvalidToken)),
    }
}

#[utoipa::path(security(("BearerAuth" = [])), responses((status = 200)))]
#[get("/admins-only")]
async fn admins_only() -> Result<&'static str, Problem> {
    Err(Problem::new(ErrorCode::InsufficientPrivileges))
}

#[utoipa::path(responses((status = 200)))]
#[post("/token")]
async fn token() -> HttpResponse {
    secret_json(actix_web::http::StatusCode::OK, &"a token")
}

#[utoipa::path(responses((status = 200)))]
#[get("/origin")]
async fn origin(origin: Origin) -> String {
    let Origin(origin) = origin;
    let agent = origin.user_agent.map(|agent| agent.as_str().to_owned());
    let id = origin.request_id.map(|id| id.as_str().to_owned());
    format!("{:?} {agent:?} {id:?}", origin.ip)
}
