//! `GET /api/v1/openapi.json`.

use actix_web::http::header::{CACHE_CONTROL, ContentType};
use actix_web::web::{Bytes, Data};
use actix_web::{HttpResponse, get};
use utoipa::openapi::OpenApi;
use utoipa_actix_web::service_config::ServiceConfig;

/// The document as it is sent.
#[derive(Clone, Debug)]
pub(crate) struct ServedDocument(Bytes);

impl From<&OpenApi> for ServedDocument {
    fn from(api: &OpenApi) -> Self {
        Self(serde_json::to_vec(api).unwrap_or_default().into())
    }
}

/// Adds the route, below `/api/v1`.
pub(crate) fn routes(config: &mut ServiceConfig<'_>) {
    config.service(openapi_json);
}

/// This document
#[utoipa::path(
    tag = "docs",
    operation_id = "docs-openapi_json",
    responses((status = 200, description = "The OpenAPI 3.1 document", content_type = "application/json", body = Object, example = json!({"openapi": "3.1.0", "info": {"title": "Portico", "version": "1.0.0"}, "paths": {}}))),
)]
#[get("/openapi.json")]
async fn openapi_json(document: Data<ServedDocument>) -> HttpResponse {
    HttpResponse::Ok()
        .content_type(ContentType::json())
        .insert_header((CACHE_CONTROL, "no-cache"))
        .body(document.0.clone())
}
