//! `Retry-After` on 429 and 503 (G10).

use std::time::Duration;

use actix_web::http::StatusCode;
use actix_web::http::header::HeaderValue;

use crate::whole_seconds::whole_seconds;

/// What a client is told when the case does not know better.
const DEFAULT: Duration = Duration::from_secs(2);

/// The header for a reply of this status; `None` where it does not belong.
///
/// Whole seconds, rounded up: a client that waits for so long is not too early (RFC 9110 §10.2.3).
pub(super) fn retry_after_header(
    status: StatusCode,
    wait: Option<Duration>,
) -> Option<HeaderValue> {
    let belongs = matches!(
        status,
        StatusCode::TOO_MANY_REQUESTS | StatusCode::SERVICE_UNAVAILABLE
    );
    belongs.then(|| HeaderValue::from(whole_seconds(wait.unwrap_or(DEFAULT)).max(1)))
}
