//! `/items/export/csv`: all items as a file, sent while it is read.

use actix_web::http::header::{CONTENT_DISPOSITION, HeaderValue};
use actix_web::web::{Bytes, Data};
use actix_web::{HttpResponse, get};
use application::items::{ItemExport, UseCases};
use domain::item::ItemScope;
use domain::ports::StorageError;
use futures_util::{Stream, StreamExt, stream};

use super::csv_file::{heading, lines};
use crate::extract::{CurrentUser, Origin};
use crate::problem::{ErrorCode, Problem};
use crate::task::run_to_completion;

/// Export Items Csv
///
/// One's own items as a CSV file, newest first; a superuser gets everybody's. A text that a spreadsheet would take for a
/// formula has a `'` before it. A file that could not be sent to its end breaks off together with the connection.
#[utoipa::path(
    tag = "items",
    operation_id = "items-export_items_csv",
    security(("BearerAuth" = [])),
    responses((
        status = 200,
        description = "The file: `my_items.csv`, a superuser's `all_items.csv`",
        content_type = "text/csv",
        body = String,
        headers(("Content-Disposition" = String, description = "The name of the file")),
    )),
)]
#[get("/items/export/csv")]
pub(super) async fn export_items_csv(
    current: CurrentUser,
    origin: Origin,
    items: Data<UseCases>,
) -> Result<HttpResponse, Problem> {
    let (export, reader) = (items.export.clone(), current.user.clone());
    let begin = async move { export.execute(&reader, &origin.0).await };
    let mut export = run_to_completion(begin).await?;
    let name = file_name(export.scope());
    // As long as nothing is sent, a failure can be told.
    let first = next_chunk(&mut export).await?.unwrap_or_default();
    let ready = [heading().map_err(ExportError::from)?, first].map(Ok);
    Ok(HttpResponse::Ok()
        .content_type("text/csv; charset=utf-8")
        .insert_header((CONTENT_DISPOSITION, HeaderValue::from_static(name)))
        .streaming(stream::iter(ready).chain(rest_of(export))))
}

/// Why a file is not whole.
#[derive(Debug, thiserror::Error)]
enum ExportError {
    #[error(transparent)]
    Storage(#[from] StorageError),
    #[error(transparent)]
    Csv(#[from] csv::Error),
}

impl From<ExportError> for Problem {
    fn from(error: ExportError) -> Self {
        match error {
            ExportError::Storage(error) => error.into(),
            ExportError::Csv(error) => {
                tracing::error!(%error, "an export could not be written");
                Self::new(ErrorCode::InternalError)
            }
        }
    }
}

const fn file_name(scope: ItemScope) -> &'static str {
    match scope {
        ItemScope::Own(_) => "attachment; filename=my_items.csv",
        ItemScope::All => "attachment; filename=all_items.csv",
    }
}

/// What is read when the client has taken what was read before. An error makes the server break the connection off, so
/// that nobody takes half a file for a whole one.
fn rest_of(export: ItemExport) -> impl Stream<Item = Result<Bytes, ExportError>> {
    stream::try_unfold(export, |mut export| async move {
        let chunk = next_chunk(&mut export).await.inspect_err(|error| {
            tracing::warn!(%error, "an export broke off");
        })?;
        Ok(chunk.map(|chunk| (chunk, export)))
    })
}

async fn next_chunk(export: &mut ItemExport) -> Result<Option<Bytes>, ExportError> {
    match export.next_batch().await? {
        Some(items) => Ok(Some(lines(&items)?)),
        None => Ok(None),
    }
}
