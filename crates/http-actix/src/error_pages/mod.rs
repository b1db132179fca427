//! `/docs/errors`: one page per error code, made from the catalogue. The `type` of every problem leads here,
//! so the pages are there even where the rest of the documentation is switched off.

mod page;

use actix_web::web::Path;
use actix_web::{HttpResponse, get};
use utoipa_actix_web::service_config::ServiceConfig;

use crate::openapi::documented_problems;
use crate::problem::{ErrorCode, Problem};
use crate::reply::html_page;

/// Adds the pages.
pub(crate) fn routes(config: &mut ServiceConfig<'_>) {
    config.service(list_errors).service(show_error);
}

documented_problems! {
    /// No such code.
    NoSuchCode: NotFound
}

/// Every error code
///
/// A page that lists the error codes.
#[utoipa::path(
    tag = "docs",
    operation_id = "docs-list_errors",
    responses((status = 200, description = "The list", content_type = "text/html", body = String)),
)]
#[get("/docs/errors")]
async fn list_errors() -> HttpResponse {
    html_page(page::list())
}

/// One error code
///
/// What a problem's `type` leads to: what the error means and what to do about it.
#[utoipa::path(
    tag = "docs",
    operation_id = "docs-show_error",
    params(("code" = String, Path, description = "The error code", example = "otp_invalid")),
    responses(
        (status = 200, description = "The code's page", content_type = "text/html", body = String),
        NoSuchCode,
    ),
)]
#[get("/docs/errors/{code}")]
async fn show_error(code: Path<String>) -> Result<HttpResponse, Problem> {
    let code = ErrorCode::find(&code).ok_or(Problem::new(ErrorCode::NotFound))?;
    Ok(html_page(page::show(code)))
}
