//! The header fields that every reply carries (G5).

use actix_web::http::header::{
    AUTHORIZATION, CACHE_CONTROL, CONTENT_SECURITY_POLICY, HeaderMap, HeaderName, HeaderValue,
    REFERRER_POLICY, SERVER, STRICT_TRANSPORT_SECURITY, VARY, X_CONTENT_TYPE_OPTIONS,
};
use domain::request_origin::RequestId;

/// The request id, both ways.
pub(crate) const X_REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

const CROSS_ORIGIN_RESOURCE_POLICY: HeaderName =
    HeaderName::from_static("cross-origin-resource-policy");
/// An API reply is data; nothing of it may run or be framed.
const API_POLICY: &str = "default-src 'none'; frame-ancestors 'none'";
/// For this host alone: what else lives below its name is not known here.
const TWO_YEARS: &str = "max-age=63072000";

/// What is added to every reply, as far as the handler did not set it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct ReplyHeaders {
    /// Whether clients come through TLS.
    pub(crate) https: bool,
}

impl ReplyHeaders {
    /// Adds the fields to a reply.
    pub(crate) fn add_to(self, headers: &mut HeaderMap, request: &RequestId, authorized: bool) {
        set_default(headers, X_CONTENT_TYPE_OPTIONS, "nosniff");
        set_default(headers, CONTENT_SECURITY_POLICY, API_POLICY);
        set_default(headers, REFERRER_POLICY, "no-referrer");
        set_default(headers, CROSS_ORIGIN_RESOURCE_POLICY, "same-origin");
        if self.https {
            set_default(headers, STRICT_TRANSPORT_SECURITY, TWO_YEARS);
        }
        set_default(headers, CACHE_CONTROL, default_caching(authorized));
        if authorized {
            vary_by_authorization(headers);
        }
        if let Ok(id) = HeaderValue::from_str(request.as_str()) {
            headers.insert(X_REQUEST_ID, id);
        }
        headers.remove(SERVER);
    }
}

/// A reply to somebody who sent credentials is theirs alone; any other may hold a registration's secret.
const fn default_caching(authorized: bool) -> &'static str {
    if authorized {
        "private, no-cache"
    } else {
        "no-store"
    }
}

fn set_default(headers: &mut HeaderMap, name: HeaderName, value: &'static str) {
    if !headers.contains_key(&name) {
        headers.insert(name, HeaderValue::from_static(value));
    }
}

/// Once, even when the fields of one reply are added twice.
fn vary_by_authorization(headers: &mut HeaderMap) {
    let value = HeaderValue::from_name(AUTHORIZATION);
    if headers.get_all(VARY).all(|known| *known != value) {
        headers.append(VARY, value);
    }
}
