//! The bearer token of a request (D4, RFC 6750 §2.1).

use actix_web::http::header::{AUTHORIZATION, HeaderMap};

use crate::problem::{ErrorCode, Problem};

const SCHEME: &str = "bearer";

/// The token in the `Authorization` header, the only place that is looked at. `None` when there is no such
/// header, it is of another scheme, or it holds no token.
///
/// # Errors
/// More than one `Authorization` header: which of them counts is a guess that an attacker would make for us.
pub(crate) fn bearer_token(headers: &HeaderMap) -> Result<Option<&str>, Problem> {
    let mut values = headers.get_all(AUTHORIZATION);
    let first = values.next();
    if values.next().is_some() {
        return Err(Problem::new(ErrorCode::BadRequest)
            .because("Send one Authorization header, not several."));
    }
    Ok(first.and_then(|value| token_of(value.to_str().ok()?)))
}

fn token_of(credentials: &str) -> Option<&str> {
    let (scheme, token) = credentials.split_once(' ')?;
    let token = token.trim_matches(' ');
    (scheme.eq_ignore_ascii_case(SCHEME) && !token.is_empty()).then_some(token)
}
