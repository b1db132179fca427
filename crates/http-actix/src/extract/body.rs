//! Reads a body, no more of it and no longer than allowed (G1, G2).

use std::time::Duration;

use actix_web::dev::Payload;
use actix_web::error::PayloadError;
use actix_web::http::header::{CONTENT_ENCODING, CONTENT_LENGTH, CONTENT_TYPE, HeaderMap};
use actix_web::web::BytesMut;
use futures_util::StreamExt;

use crate::limits;
use crate::problem::{ErrorCode, Problem};

/// What a body may cost.
#[derive(Clone, Copy, Debug)]
pub(super) struct BodyLimits {
    pub(super) bytes: usize,
    pub(super) time: Duration,
}

impl BodyLimits {
    /// The limits of bodies that hold fields.
    pub(super) const USUAL: Self = Self {
        bytes: limits::BODY_BYTES,
        time: limits::BODY_TIME,
    };
}

/// Judges a body by its header fields, before a byte of it is read.
pub(super) fn check_head(headers: &HeaderMap, limits: BodyLimits) -> Result<(), Problem> {
    if headers.contains_key(CONTENT_ENCODING) {
        return Err(Problem::new(ErrorCode::UnsupportedMediaType));
    }
    let declared = headers
        .get(CONTENT_LENGTH)
        .and_then(|length| length.to_str().ok()?.parse().ok());
    if declared.is_some_and(|length: u64| length > limits.bytes as u64) {
        return Err(Problem::new(ErrorCode::PayloadTooLarge));
    }
    Ok(())
}

/// What a body says it is, in lower case and without parameters; `None` when it does not say.
pub(super) fn media_type(headers: &HeaderMap) -> Option<String> {
    let value = headers.get(CONTENT_TYPE)?.to_str().unwrap_or_default();
    let essence = value.split(';').next().unwrap_or_default();
    Some(essence.trim().to_ascii_lowercase())
}

/// `application/json` or a type that ends in `+json`.
pub(super) fn is_json(media_type: &str) -> bool {
    media_type == "application/json"
        || (media_type.starts_with("application/") && media_type.ends_with("+json"))
}

/// Reads the whole body.
pub(super) async fn read(payload: Payload, limits: BodyLimits) -> Result<BytesMut, Problem> {
    let reading = read_up_to(payload, limits.bytes);
    let in_time = tokio::time::timeout(limits.time, reading).await;
    in_time.unwrap_or_else(|_| Err(Problem::new(ErrorCode::RequestTimeout)))
}

async fn read_up_to(mut payload: Payload, most: usize) -> Result<BytesMut, Problem> {
    let mut body = BytesMut::new();
    while let Some(chunk) = payload.next().await {
        let chunk = chunk.map_err(|error| broken_off(&error))?;
        if body.len() + chunk.len() > most {
            return Err(Problem::new(ErrorCode::PayloadTooLarge));
        }
        body.extend_from_slice(&chunk);
    }
    Ok(body)
}

fn broken_off(error: &PayloadError) -> Problem {
    tracing::debug!(%error, "a body broke off");
    Problem::new(ErrorCode::BadRequest).because("The body broke off before its end.")
}

#[cfg(test)]
mod tests {
    use actix_web::ResponseError;
    use actix_web::web::Bytes;
    use futures_util::stream;

    use super::*;

    #[actix_web::test]
    async fn a_body_that_does_not_end_in_time_is_408() {
        // G2
        let trickle = stream::iter([Ok(Bytes::from_static(b"{"))]).chain(stream::pending());
        let payload =
            Payload::from(Box::pin(trickle) as std::pin::Pin<Box<dyn stream::Stream<Item = _>>>);
        let limits = BodyLimits {
            bytes: 10,
            time: Duration::from_millis(5),
        };

        let problem = read(payload, limits).await.unwrap_err();

        assert_eq!(problem.status_code(), 408);
    }

    #[actix_web::test]
    async fn a_body_without_a_declared_length_is_cut_at_the_limit() {
        // G1
        let chunks = stream::iter([
            Ok(Bytes::from_static(b"123456")),
            Ok(Bytes::from_static(b"789012")),
        ]);
        let payload =
            Payload::from(Box::pin(chunks) as std::pin::Pin<Box<dyn stream::Stream<Item = _>>>);
        let limits = BodyLimits {
            bytes: 10,
            time: Duration::from_secs(5),
        };

        let problem = read(payload, limits).await.unwrap_err();

        assert_eq!(problem.status_code(), 413);
    }
}
