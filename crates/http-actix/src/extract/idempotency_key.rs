//! Requests that may be sent twice (draft-ietf-httpapi-idempotency-key-header).

use actix_web::dev::Payload;
use actix_web::http::header::HeaderName;
use actix_web::web::Data;
use actix_web::{FromRequest, HttpRequest};
use application::idempotency::{IdempotencyKeys, IdempotentCall};
use domain::idempotency::StoredReply;
use domain::user::UserId;
use utoipa::IntoParams;
use utoipa::openapi::path::{Parameter, ParameterIn};

use super::BodyText;
use super::precedence::{Judged, in_turn};
use crate::openapi::header_parameter;
use crate::problem::{ErrorCode, FieldError, Problem, RequestPart};

const NAME: &str = "Idempotency-Key";
const FIELD: HeaderName = HeaderName::from_static("idempotency-key");
/// Most characters of a key.
const MAX_LENGTH: usize = 255;

/// The key of a request, if it has one: 1 to 255 printable ASCII characters, bare or as a string of RFC 8941 in quotes.
/// Anything else is 422.
pub(crate) struct IdempotencyKeyHeader {
    key: Option<String>,
    route: String,
    keys: Option<Data<IdempotencyKeys>>,
}

impl IdempotencyKeyHeader {
    /// The call of a use case for this user. `reply` writes the reply down that is kept, and sent.
    ///
    /// # Errors
    /// 409 when the same call is under way.
    pub(crate) fn call<T>(
        &self,
        user: UserId,
        body: &BodyText,
        reply: fn(&T) -> StoredReply,
    ) -> Result<IdempotentCall<T>, Problem> {
        let Some(key) = &self.key else {
            return Ok(IdempotentCall::without_key(reply));
        };
        let keys = self.keys.as_ref();
        let keys = keys.ok_or(Problem::new(ErrorCode::InternalError))?;
        let call = keys.call(user, &self.route, key, body.as_str(), reply);
        call.map_err(Problem::from)
    }
}

impl FromRequest for IdempotencyKeyHeader {
    type Error = Problem;
    type Future = Judged<Self>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let header = key_of(request).map(|key| Self {
            key,
            route: request.match_pattern().unwrap_or_default(),
            keys: request.app_data::<Data<IdempotencyKeys>>().cloned(),
        });
        in_turn(request, header)
    }
}

fn key_of(request: &HttpRequest) -> Result<Option<String>, Problem> {
    let mut values = request.headers().get_all(FIELD);
    let Some(value) = values.next() else {
        return Ok(None);
    };
    let key = value.to_str().ok().and_then(read_key);
    match key {
        Some(key) if values.next().is_none() => Ok(Some(key)),
        _ => Err(no_key()),
    }
}

fn read_key(value: &str) -> Option<String> {
    let value = value.trim_matches([' ', '\t']);
    let key = match value.strip_prefix('"') {
        Some(rest) => unquoted(rest)?,
        None => value.to_owned(),
    };
    let is_printable = key.bytes().all(|b| (b' '..=b'~').contains(&b));
    (is_printable && (1..=MAX_LENGTH).contains(&key.len())).then_some(key)
}

/// The content of a string (RFC 8941 §4.2.5) whose first quote is read already.
fn unquoted(rest: &str) -> Option<String> {
    let mut content = String::with_capacity(rest.len());
    let mut characters = rest.chars();
    loop {
        match characters.next()? {
            '\\' => content.push(characters.next().filter(|c| matches!(c, '\\' | '"'))?),
            '"' => return characters.as_str().is_empty().then_some(content),
            c => content.push(c),
        }
    }
}

fn no_key() -> Problem {
    let message = "must be one key of 1 to 255 printable ASCII characters";
    let error = FieldError::in_part(RequestPart::Header, NAME, "idempotency_key", message);
    Problem::invalid(vec![error])
}

impl IntoParams for IdempotencyKeyHeader {
    fn into_params(_: impl Fn() -> Option<ParameterIn>) -> Vec<Parameter> {
        vec![header_parameter(
            NAME,
            "Makes the request safe to repeat: for 24 hours, the same key with the same body gets the first reply \
             again, and nothing is done twice. 1 to 255 printable ASCII characters, such as a UUID.",
            "8e03978e-40d5-43dd-bc93-6894a57f9324",
        )]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_taken_bare_and_in_quotes() {
        let long = "k".repeat(MAX_LENGTH);
        for (value, key) in [
            ("abc", "abc"),
            ("\"abc\"", "abc"),
            (" \"a b\" ", "a b"),
            (r#""a\"b\\c""#, r#"a"b\c"#),
            (&long, &long),
        ] {
            assert_eq!(read_key(value).as_deref(), Some(key), "{value}");
        }
    }

    #[test]
    fn anything_else_is_no_key() {
        let long = "k".repeat(MAX_LENGTH + 1);
        for value in [
            "",
            " ",
            "\"\"",
            "\"abc",
            "\"abc\";a",
            r#""a\b""#,
            "é",
            "a\tb",
            &long,
        ] {
            assert_eq!(read_key(value), None, "{value}");
        }
    }
}
