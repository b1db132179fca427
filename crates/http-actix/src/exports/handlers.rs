//! Asking for an export, and fetching it.

use actix_web::http::StatusCode;
use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse, get, post};
use application::exports::UseCases;

use super::document::with_document;
use super::replies::{ExportPublic, ExportWithData, accepted};
use crate::extract::{BodyText, CurrentUser, IdempotencyKeyHeader, Origin};
use crate::openapi::documented_problems;
use crate::problem::Problem;
use crate::rates::{EXPORTS, RateLimits};
use crate::reply::{idempotent_reply, secret_json};
use crate::task::run_to_completion;

documented_problems! {
    /// Why none is made.
    RequestExportProblems: TooManyRequests;
    /// Why there is nothing to fetch.
    ReadExportProblems: ExportNotFound;
}

/// Request Export
///
/// Has everything gathered that is kept of the user; `users-read_export` says how far that has come. While it is under
/// way, asking again is answered with the same export; afterwards a new one takes the place of the old.
#[utoipa::path(
    tag = "users",
    operation_id = "users-request_export",
    security(("BearerAuth" = [])),
    params(IdempotencyKeyHeader),
    responses(
        (
            status = 202, description = "The export that is made", body = ExportPublic,
            example = json!({
                "id": "01935f4e-7c2a-7b10-8a55-3d2c1b0a9f8e", "state": "queued",
                "created_at": "2026-01-31T12:00:00.000000Z", "expires_at": null,
            }),
        ),
        RequestExportProblems,
    ),
)]
#[post("/users/me/export")]
pub(super) async fn request_export(
    key: IdempotencyKeyHeader,
    current: CurrentUser,
    origin: Origin,
    exports: Data<UseCases>,
    rates: Data<RateLimits>,
    request: HttpRequest,
) -> Result<HttpResponse, Problem> {
    let (ask, user) = (exports.request.clone(), current.user.id);
    rates.pass(&request, &EXPORTS, user).await?;
    let call = key.call(user, &BodyText::none(), accepted)?;
    let asked = async move { ask.execute(user, &origin.0, &call).await };
    Ok(idempotent_reply(run_to_completion(asked).await?, accepted))
}

/// Read Export
///
/// How far the export has come and, once it is ready, what it holds. It can be fetched for 24 hours. A reply that could
/// not be sent to its end breaks off together with the connection.
#[utoipa::path(
    tag = "users",
    operation_id = "users-read_export",
    security(("BearerAuth" = [])),
    responses(
        (status = 200, description = "The export as far as it has come", body = ExportWithData),
        ReadExportProblems,
    ),
)]
#[get("/users/me/export")]
pub(super) async fn read_export(
    current: CurrentUser,
    origin: Origin,
    exports: Data<UseCases>,
) -> Result<HttpResponse, Problem> {
    let (read, user) = (exports.read.clone(), current.user.id);
    let found = run_to_completion(async move { read.execute(user, &origin.0).await }).await?;
    let export = ExportWithData::from(&found.export);
    match found.document {
        Some(document) => with_document(&export, document),
        None => Ok(secret_json(StatusCode::OK, &export)),
    }
}
