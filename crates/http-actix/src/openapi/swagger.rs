//! The Swagger UI at `/docs`, from files that are compiled in.

use std::borrow::Cow;
use std::sync::Arc;

use actix_web::http::header::{CACHE_CONTROL, CONTENT_SECURITY_POLICY};
use actix_web::web::Path;
use actix_web::{HttpResponse, get};
use utoipa_actix_web::service_config::ServiceConfig;
use utoipa_swagger_ui::{Config, SwaggerFile, serve};

use super::documented_problems;
use crate::problem::{ErrorCode, Problem};

const INDEX: &str = "index.html";
const DOCUMENT: &str = "/api/v1/openapi.json";
/// Own files only and no `eval`; the UI sets style attributes and shows pictures from its style sheet (G5).
const UI_POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; \
     img-src 'self' data:; font-src 'self'; connect-src 'self'; base-uri 'none'; \
     form-action 'none'; frame-ancestors 'none'";

documented_problems! {
    /// No such file.
    NoSuchFile: NotFound
}

/// Adds the page and its files.
pub(crate) fn routes(config: &mut ServiceConfig<'_>) {
    config.service(show).service(show_file);
}

/// Swagger UI
///
/// A page to read this document and to try it out.
#[utoipa::path(
    tag = "docs",
    operation_id = "docs-swagger_ui",
    responses((status = 200, description = "The page", content_type = "text/html", body = String)),
)]
#[get("/docs")]
async fn show() -> Result<HttpResponse, Problem> {
    let mut index = find(INDEX)?;
    // The page also answers without a trailing slash, where relative links would lead out of /docs.
    let html = String::from_utf8_lossy(&index.bytes);
    let html = html
        .replace("href=\"./", "href=\"/docs/")
        .replace("src=\"./", "src=\"/docs/");
    let html = html.replace("href=\"index.css\"", "href=\"/docs/index.css\"");
    index.bytes = Cow::Owned(html.into_bytes());
    Ok(reply(index))
}

/// A file of the Swagger UI
#[utoipa::path(
    tag = "docs",
    operation_id = "docs-swagger_ui_file",
    params(("file" = String, Path, description = "The file's name", example = "swagger-ui.css")),
    responses(
        (status = 200, description = "The file", content_type = "application/octet-stream", body = Vec<u8>),
        NoSuchFile,
    ),
)]
#[get("/docs/{file}")]
async fn show_file(file: Path<String>) -> Result<HttpResponse, Problem> {
    find(&file).map(reply)
}

fn find(name: &str) -> Result<SwaggerFile<'static>, Problem> {
    // Its validator would send the document's address to a site outside.
    let config = Config::new([DOCUMENT])
        .validator_url("none")
        .try_it_out_enabled(true);
    match serve(name, Arc::new(config)) {
        Ok(found) => found.ok_or(Problem::new(ErrorCode::NotFound)),
        Err(error) => {
            tracing::error!(%error, "the Swagger UI could not be made");
            Err(Problem::new(ErrorCode::InternalError))
        }
    }
}

fn reply(file: SwaggerFile<'_>) -> HttpResponse {
    HttpResponse::Ok()
        .content_type(file.content_type)
        .insert_header((CACHE_CONTROL, "no-cache"))
        .insert_header((CONTENT_SECURITY_POLICY, UI_POLICY))
        .body(file.bytes.into_owned())
}
