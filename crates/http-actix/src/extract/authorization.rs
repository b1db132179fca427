//! The bearer token of a request (D4, RFC 6750 §2.1).

use std::future::{Ready, ready};

use actix_web::dev::Payload;
use actix_web::http::header::{AUTHORIZATION, HeaderMap};
use actix_web::{FromRequest, HttpRequest};

use crate::problem::{ErrorCode, Problem};

const SCHEME: &str = "bearer";

/// A bearer token that nobody has looked into: for routes that take one in any state.
pub(crate) struct BearerToken(String);

impl BearerToken {
    /// The token of this request.
    ///
    /// # Errors
    /// As [`bearer_token`].
    pub(super) fn of(request: &HttpRequest) -> Result<Self, Problem> {
        bearer_token(request.headers()).map(|token| Self(token.to_owned()))
    }

    /// The token as it was sent.
    pub(crate) fn expose(&self) -> &str {
        &self.0
    }
}

impl FromRequest for BearerToken {
    type Error = Problem;
    type Future = Ready<Result<Self, Problem>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(Self::of(request))
    }
}

/// The token in the `Authorization` header, the only place that is looked at.
///
/// # Errors
/// 401 when there is no such header, it is of another scheme, or it holds no token. 400 for more than one
/// `Authorization` header: which of them counts is a guess that an attacker would make for us.
pub(crate) fn bearer_token(headers: &HeaderMap) -> Result<&str, Problem> {
    let mut values = headers.get_all(AUTHORIZATION);
    let first = values.next();
    if values.next().is_some() {
        return Err(Problem::new(ErrorCode::BadRequest)
            .because("Send one Authorization header, not several."));
    }
    let token = first.and_then(|value| token_of(value.to_str().ok()?));
    token.ok_or(Problem::new(ErrorCode::NotAuthenticated))
}

fn token_of(credentials: &str) -> Option<&str> {
    let (scheme, token) = credentials.split_once(' ')?;
    let token = token.trim_matches(' ');
    (scheme.eq_ignore_ascii_case(SCHEME) && !token.is_empty()).then_some(token)
}
