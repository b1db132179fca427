//! Which pages may use the API from a browser (G6).

use actix_cors::Cors;

use crate::settings::HttpSettings;

/// What pages may send.
const METHODS: [&str; 6] = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"];
/// What pages may say.
const REQUEST_HEADERS: [&str; 6] = [
    "Authorization",
    "Content-Type",
    "If-Match",
    "If-None-Match",
    "Idempotency-Key",
    "traceparent",
];
/// What pages may read.
const REPLY_HEADERS: [&str; 11] = [
    "ETag",
    "Link",
    "Retry-After",
    "RateLimit",
    "RateLimit-Policy",
    "X-Request-Id",
    "Content-Disposition",
    "Idempotency-Replayed",
    "WWW-Authenticate",
    "X-Access-Token",
    "X-Access-Token-Expires-At",
];
/// How long a browser may remember the answer to a preflight, in seconds.
const MAX_AGE: usize = 600;

/// Allows the front end and the further origins, each exactly as configured. A preflight from elsewhere is
/// 400 `cors_refused`; another request from elsewhere is answered, but its page may not read the answer.
///
/// Without credentials mode: tokens travel in a header, there are no cookies to send.
pub(crate) fn cors(settings: &HttpSettings) -> Cors {
    let further = settings.cors_origins.iter();
    let allowed = std::iter::once(settings.frontend_url.origin()).chain(further);
    allowed
        .fold(Cors::default(), |cors, origin| {
            cors.allowed_origin(origin.as_str())
        })
        .allowed_methods(METHODS)
        .allowed_headers(REQUEST_HEADERS)
        .expose_headers(REPLY_HEADERS)
        .max_age(MAX_AGE)
        .block_on_origin_mismatch(false)
}
