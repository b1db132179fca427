//! Reads the fields of a form (WHATWG URL §5.1, RFC 7578).

use std::convert::Infallible;
use std::future::ready;

use actix_web::web::Bytes;
use futures_util::stream;
use multer::Multipart;

use crate::problem::{ErrorCode, Problem};

/// Names and values, in the order in which they came.
pub(super) type FormFields = Vec<(String, String)>;

/// How a form is written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum FormEncoding {
    /// `application/x-www-form-urlencoded`.
    UrlEncoded,
    /// `multipart/form-data` with this boundary.
    Multipart { boundary: String },
}

impl FormEncoding {
    /// Reads the fields. A file is read as a text, which it should not be.
    ///
    /// # Errors
    /// 400 when the body is not written so.
    pub(super) async fn read(self, body: Bytes) -> Result<FormFields, Problem> {
        match self {
            Self::UrlEncoded => Ok(form_urlencoded::parse(&body).into_owned().collect()),
            Self::Multipart { boundary } => read_parts(body, boundary).await.map_err(malformed),
        }
    }
}

async fn read_parts(body: Bytes, boundary: String) -> Result<FormFields, multer::Error> {
    let whole = stream::once(ready(Ok::<_, Infallible>(body)));
    let mut parts = Multipart::new(whole, boundary);
    let mut fields = FormFields::new();
    while let Some(part) = parts.next_field().await? {
        let name = part.name().unwrap_or_default().to_owned();
        let value = part.bytes().await?;
        fields.push((name, String::from_utf8_lossy(&value).into_owned()));
    }
    Ok(fields)
}

/// The parser's own words may repeat what the client sent (H2).
fn malformed(_: multer::Error) -> Problem {
    Problem::new(ErrorCode::BadRequest).because("The form is not well-formed.")
}
