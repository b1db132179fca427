//! A renewed token on its way to the client (security.md 2.5).

use std::sync::{Arc, OnceLock};

use actix_web::http::header::{CACHE_CONTROL, HeaderMap, HeaderName, HeaderValue};
use application::sessions::IssuedToken;

use crate::rfc3339::rfc3339;

/// The token that takes the place of the expired one that a request carried.
pub(crate) const X_ACCESS_TOKEN: HeaderName = HeaderName::from_static("x-access-token");
/// When that token expires.
pub(crate) const X_ACCESS_TOKEN_EXPIRES_AT: HeaderName =
    HeaderName::from_static("x-access-token-expires-at");

/// Where an extractor leaves a renewed token, and the outermost layer finds it: by then the renewal is committed, so
/// the reply carries it whatever became of the request. In the request's extensions.
#[derive(Clone, Default)]
pub(crate) struct TokenDelivery(Arc<OnceLock<IssuedToken>>);

impl TokenDelivery {
    /// Leaves a token; a request has one at most.
    pub(crate) fn leave(&self, token: IssuedToken) {
        let _ = self.0.set(token);
    }

    /// Whether there is a token to deliver.
    pub(crate) fn holds_token(&self) -> bool {
        self.0.get().is_some()
    }

    /// Adds the token, if there is one, to a reply that nobody may keep then (G5).
    pub(crate) fn add_to(&self, headers: &mut HeaderMap) {
        let Some(issued) = self.0.get() else { return };
        let expires_at = rfc3339(issued.expires_at);
        let token = HeaderValue::from_str(issued.token.expose());
        if let (Ok(token), Ok(expires_at)) = (token, HeaderValue::from_str(&expires_at)) {
            headers.insert(X_ACCESS_TOKEN, token);
            headers.insert(X_ACCESS_TOKEN_EXPIRES_AT, expires_at);
            headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
        }
    }
}
