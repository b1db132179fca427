//! The one way to take a JSON body.

use actix_web::dev::Payload;
use actix_web::http::header::HeaderMap;
use actix_web::{FromRequest, HttpRequest};
use futures_util::future::LocalBoxFuture;
use serde::de::DeserializeOwned;

use super::BodyText;
use super::body::{self, BodyLimits, is_json};
use super::depth::is_nested_deeper_than;
use super::diagnosis::problem_with;
use super::precedence::refused_first;
use super::request_body::{RequestBody, judge};
use crate::limits::JSON_DEPTH;
use crate::problem::{ErrorCode, Problem};

/// A JSON body whose every field keeps its rules.
///
/// Not JSON by its type: 415. Larger than 64 KiB: 413. Slower than 10 s: 408. Not well-formed, or nested deeper
/// than 32 levels: 400. A wrong type: 422 with the field's place. Broken rules: 422 with all of them. Unknown
/// members are ignored.
#[derive(Debug)]
pub(crate) struct ValidJson<T: RequestBody> {
    parsed: T::Parsed,
    text: BodyText,
}

impl<T: RequestBody> ValidJson<T> {
    /// The parsed body.
    pub(crate) fn into_inner(self) -> T::Parsed {
        self.parsed
    }

    async fn read(head: Result<(), Problem>, payload: Payload) -> Result<Self, Problem> {
        head?;
        let json = body::read(payload, BodyLimits::USUAL).await?;
        let text = BodyText::of(&json)?;
        let parsed = judge(read::<T>(text.as_str())?)?;
        Ok(Self { parsed, text })
    }

    /// The parsed body, and the text that it was read from: what a repeated request must repeat.
    pub(crate) fn into_parts(self) -> (T::Parsed, BodyText) {
        (self.parsed, self.text)
    }
}

impl<T: RequestBody> FromRequest for ValidJson<T> {
    type Error = Problem;
    type Future = LocalBoxFuture<'static, Result<Self, Problem>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let head = check_head(request.headers());
        let payload = payload.take();
        let request = request.clone();
        Box::pin(async move {
            match Self::read(head, payload).await {
                Ok(body) => Ok(body),
                Err(problem) => Err(refused_first(request, problem).await),
            }
        })
    }
}

/// A missing type is taken for JSON, as the clients of the template expect.
fn check_head(headers: &HeaderMap) -> Result<(), Problem> {
    if body::media_type(headers).is_none_or(|media_type| is_json(&media_type)) {
        body::check_head(headers, BodyLimits::USUAL)
    } else {
        Err(Problem::new(ErrorCode::UnsupportedMediaType))
    }
}

fn read<T: DeserializeOwned>(json: &str) -> Result<T, Problem> {
    if is_nested_deeper_than(JSON_DEPTH, json.as_bytes()) {
        return Err(Problem::new(ErrorCode::MalformedJson)
            .because("The body is nested more than 32 levels deep."));
    }
    let mut text = serde_json::Deserializer::from_str(json);
    let value =
        serde_path_to_error::deserialize(&mut text).map_err(|error| problem_with(&error))?;
    match text.end() {
        Ok(()) => Ok(value),
        Err(_) => Err(Problem::new(ErrorCode::MalformedJson)),
    }
}
