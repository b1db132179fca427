//! The reply with a document, sent while that is read.

use actix_web::HttpResponse;
use actix_web::http::header::{CACHE_CONTROL, ContentType};
use actix_web::web::Bytes;
use application::Failure;
use application::exports::ExportDocument;
use futures_util::{Stream, StreamExt, stream};

use super::replies::ExportWithData;
use crate::problem::{ErrorCode, Problem};

/// What stands in the place of the document, and what comes after it.
const NO_DOCUMENT: &str = "null}";
const END: &[u8] = b"}";

/// The export with its document, which nobody on the way may keep (G5).
///
/// # Errors
/// When the export cannot be written.
pub(super) fn with_document(
    export: &ExportWithData,
    document: ExportDocument,
) -> Result<HttpResponse, Problem> {
    let text = serde_json::to_string(export).ok();
    let opening = text.as_deref().and_then(|it| it.strip_suffix(NO_DOCUMENT));
    let opening = opening.ok_or(Problem::new(ErrorCode::InternalError))?;
    let opening = Bytes::copy_from_slice(opening.as_bytes());
    let body = stream::iter([Ok(opening)])
        .chain(parts_of(document))
        .chain(stream::iter([Ok(Bytes::from_static(END))]));
    Ok(HttpResponse::Ok()
        .content_type(ContentType::json())
        .insert_header((CACHE_CONTROL, "no-store"))
        .streaming(body))
}

/// What is read when the client has taken what was read before. An error makes the server break the connection off, so
/// that nobody takes half a document for a whole one.
fn parts_of(document: ExportDocument) -> impl Stream<Item = Result<Bytes, Failure>> {
    stream::try_unfold(document, |mut document| async move {
        let part = document.next_part().await.inspect_err(|error| {
            tracing::warn!(%error, "an export broke off");
        })?;
        Ok(part.map(|part| (Bytes::from(part), document)))
    })
}
