//! The header fields of limited routes (draft-ietf-httpapi-ratelimit-headers-10).

use actix_web::http::header::{HeaderMap, HeaderName, HeaderValue};
use application::NamedQuota;
use domain::ports::RateDecision;

use crate::whole_seconds::whole_seconds;

/// What the quota is.
pub(crate) const RATE_LIMIT_POLICY: HeaderName = HeaderName::from_static("ratelimit-policy");
/// What is left of it.
pub(crate) const RATE_LIMIT: HeaderName = HeaderName::from_static("ratelimit");

/// Adds both fields to a reply.
pub(crate) fn add_fields(headers: &mut HeaderMap, quota: NamedQuota, standing: RateDecision) {
    let fields = [
        (RATE_LIMIT_POLICY, policy(quota)),
        (RATE_LIMIT, standing_of(quota, standing)),
    ];
    for (name, value) in fields {
        if let Ok(value) = HeaderValue::from_str(&value) {
            headers.insert(name, value);
        }
    }
}

/// `q`: how many; `w`: in how many seconds.
fn policy(NamedQuota { name, quota }: NamedQuota) -> String {
    let window = whole_seconds(quota.period);
    format!("\"{name}\";q={};w={window}", quota.burst)
}

/// `r`: how many are left; `t`: in how many seconds the whole quota is there again.
fn standing_of(NamedQuota { name, .. }: NamedQuota, standing: RateDecision) -> String {
    let reset = whole_seconds(standing.reset_after);
    format!("\"{name}\";r={};t={reset}", standing.remaining)
}
