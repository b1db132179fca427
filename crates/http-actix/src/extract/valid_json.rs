//! The one way to take a JSON body.

use actix_web::dev::Payload;
use actix_web::{FromRequest, HttpRequest};
use futures_util::future::LocalBoxFuture;
use serde::de::DeserializeOwned;
use validator::Validate;

use super::FieldErrors;
use super::body::{self, BodyLimits};
use super::depth::is_nested_deeper_than;
use super::diagnosis::problem_with;
use crate::limits::JSON_DEPTH;
use crate::problem::{ErrorCode, Problem};

/// A body as it is on the wire, and how the domain reads it.
pub(crate) trait JsonBody: DeserializeOwned + Validate + 'static {
    /// What the handler gets: values that keep every rule.
    type Parsed;

    /// Parses every field and reports those that break a rule. `None` when one does.
    fn parse(self, errors: &mut FieldErrors) -> Option<Self::Parsed>;
}

/// A JSON body whose every field keeps its rules.
///
/// Not JSON by its type: 415. Larger than 64 KiB: 413. Slower than 10 s: 408. Not well-formed, or nested deeper
/// than 32 levels: 400. A wrong type: 422 with the field's place. Broken rules: 422 with all of them. Unknown
/// members are ignored.
#[derive(Debug)]
pub(crate) struct ValidJson<T: JsonBody>(T::Parsed);

impl<T: JsonBody> ValidJson<T> {
    /// The parsed body.
    pub(crate) fn into_inner(self) -> T::Parsed {
        self.0
    }
}

impl<T: JsonBody> FromRequest for ValidJson<T> {
    type Error = Problem;
    type Future = LocalBoxFuture<'static, Result<Self, Problem>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let head = body::check_head(request.headers(), BodyLimits::JSON);
        let payload = payload.take();
        Box::pin(async move {
            head?;
            let json = body::read(payload, BodyLimits::JSON).await?;
            judge::<T>(&json).map(Self)
        })
    }
}

/// Reads a text as a body and parses its fields.
pub(super) fn judge<T: JsonBody>(json: &[u8]) -> Result<T::Parsed, Problem> {
    let body: T = read(json)?;
    let mut errors = FieldErrors::declared(body.validate());
    let parsed = body.parse(&mut errors);
    errors.finish(parsed)
}

fn read<T: DeserializeOwned>(json: &[u8]) -> Result<T, Problem> {
    if is_nested_deeper_than(JSON_DEPTH, json) {
        return Err(Problem::new(ErrorCode::MalformedJson)
            .because("The body is nested more than 32 levels deep."));
    }
    let mut text = serde_json::Deserializer::from_slice(json);
    let value =
        serde_path_to_error::deserialize(&mut text).map_err(|error| problem_with(&error))?;
    match text.end() {
        Ok(()) => Ok(value),
        Err(_) => Err(Problem::new(ErrorCode::MalformedJson)),
    }
}
