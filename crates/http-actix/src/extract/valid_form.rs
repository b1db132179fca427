//! The one way to take a form.

use actix_web::dev::Payload;
use actix_web::http::header::{CONTENT_TYPE, HeaderMap};
use actix_web::{FromRequest, HttpRequest};
use futures_util::future::LocalBoxFuture;
use serde_json::{Map, Value};

use super::FieldErrors;
use super::body::{self, BodyLimits, is_json};
use super::diagnosis::problem_with;
use super::field_value::Violation;
use super::form_fields::{FormEncoding, FormFields};
use super::precedence::refused_first;
use super::request_body::{RequestBody, judge};
use crate::problem::{ErrorCode, Problem};

/// A form whose every field keeps its rules, URL-encoded or in parts; every member of `T` must be a text.
///
/// Neither a form nor JSON by its type: 415. JSON, or no type at all, has no form fields: 422 with those that are
/// missing, as the clients of the template expect. Sizes, times and broken rules are as with
/// [`ValidJson`](super::ValidJson).
#[derive(Debug)]
pub(crate) struct ValidForm<T: RequestBody>(T::Parsed);

impl<T: RequestBody> ValidForm<T> {
    /// The parsed form.
    pub(crate) fn into_inner(self) -> T::Parsed {
        self.0
    }

    async fn read(
        encoding: Result<Option<FormEncoding>, Problem>,
        payload: Payload,
    ) -> Result<Self, Problem> {
        let encoding = encoding?;
        let body = body::read(payload, BodyLimits::USUAL).await?.freeze();
        let fields = match encoding {
            Some(encoding) => encoding.read(body).await?,
            None => FormFields::new(),
        };
        judge(collect::<T>(fields)?).map(Self)
    }
}

impl<T: RequestBody> FromRequest for ValidForm<T> {
    type Error = Problem;
    type Future = LocalBoxFuture<'static, Result<Self, Problem>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let encoding = encoding_of(request.headers());
        let head = body::check_head(request.headers(), BodyLimits::USUAL);
        let payload = payload.take();
        let request = request.clone();
        Box::pin(async move {
            match Self::read(encoding.and_then(|it| head.map(|()| it)), payload).await {
                Ok(form) => Ok(form),
                Err(problem) => Err(refused_first(request, problem).await),
            }
        })
    }
}

/// How the body is written; `None` when it can hold no form fields.
fn encoding_of(headers: &HeaderMap) -> Result<Option<FormEncoding>, Problem> {
    let refused = || {
        let words = "Send the form as application/x-www-form-urlencoded or multipart/form-data.";
        Problem::new(ErrorCode::UnsupportedMediaType).because(words)
    };
    match body::media_type(headers).as_deref() {
        None => Ok(None),
        Some(media_type) if is_json(media_type) => Ok(None),
        Some("application/x-www-form-urlencoded") => Ok(Some(FormEncoding::UrlEncoded)),
        Some("multipart/form-data") => {
            let value = headers.get(CONTENT_TYPE).and_then(|it| it.to_str().ok());
            let boundary = value.and_then(|value| multer::parse_boundary(value).ok());
            let boundary = boundary.ok_or_else(refused)?;
            Ok(Some(FormEncoding::Multipart { boundary }))
        }
        Some(_) => Err(refused()),
    }
}

/// Puts the fields together as one value; which of two of the same name counts would be a guess.
fn collect<T: RequestBody>(fields: FormFields) -> Result<T, Problem> {
    let mut members = Map::new();
    for (name, value) in fields {
        if members.insert(name.clone(), Value::String(value)).is_some() {
            let mut errors = FieldErrors::default();
            errors.add(
                &name,
                Violation::new("duplicate", "is given more than once"),
            );
            return Err(errors.into_problem());
        }
    }
    serde_path_to_error::deserialize(Value::Object(members)).map_err(|error| problem_with(&error))
}
