//! `/livez` and `/readyz`: names and states only, no reasons (G11).

use actix_web::get;
use actix_web::web::{Data, Json};
use application::health::{CheckReadiness, PartState, Readiness};
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_actix_web::service_config::ServiceConfig;

use crate::openapi::documented_problems;
use crate::problem::{ErrorCode, Problem};

/// Adds the routes.
pub(crate) fn routes(config: &mut ServiceConfig<'_>) {
    config.service(livez).service(readyz);
}

documented_problems! {
    /// Why no requests should come.
    ReadinessProblems: NotReady
}

/// How the server is.
#[derive(Debug, Serialize, ToSchema)]
struct Health {
    /// `ok`, or with `/readyz` `ready`.
    #[schema(value_type = String, example = "ready")]
    status: &'static str,
    /// What the server depends on.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schema(required = false)]
    parts: Vec<HealthPart>,
}

/// How one dependency is.
#[derive(Debug, Serialize, ToSchema)]
struct HealthPart {
    /// Its name.
    #[schema(value_type = String, example = "database")]
    name: &'static str,
    /// `up` or `down`.
    #[schema(value_type = String, example = "up")]
    state: &'static str,
    /// Whether the server cannot work without it.
    #[schema(example = true)]
    required: bool,
}

impl From<&PartState> for HealthPart {
    fn from(part: &PartState) -> Self {
        Self {
            name: part.name,
            state: if part.is_well { "up" } else { "down" },
            required: part.is_required,
        }
    }
}

/// The process lives
#[utoipa::path(
    tag = "health",
    operation_id = "health-livez",
    responses((status = 200, description = "It does", body = Health)),
)]
#[get("/livez")]
async fn livez() -> Json<Health> {
    Json(Health {
        status: "ok",
        parts: Vec::new(),
    })
}

/// The server can take requests
///
/// 503 while it starts, while it stops, and when something that it needs does not answer; the problem's member
/// `parts` then holds the same list.
#[utoipa::path(
    tag = "health",
    operation_id = "health-readyz",
    responses((status = 200, description = "It can", body = Health), ReadinessProblems),
)]
#[get("/readyz")]
async fn readyz(readiness: Data<CheckReadiness>) -> Result<Json<Health>, Problem> {
    let readiness = readiness.execute().await;
    let parts = parts_of(&readiness);
    if readiness.is_ready() {
        Ok(Json(Health {
            status: "ready",
            parts,
        }))
    } else {
        let parts = serde_json::to_value(parts).unwrap_or_default();
        Err(Problem::new(ErrorCode::NotReady).with("parts", parts))
    }
}

fn parts_of(readiness: &Readiness) -> Vec<HealthPart> {
    readiness.parts.iter().map(HealthPart::from).collect()
}
