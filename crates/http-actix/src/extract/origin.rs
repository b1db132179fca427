//! Where a request came from.

use std::convert::Infallible;
use std::future::{Ready, ready};

use actix_web::dev::Payload;
use actix_web::http::header::USER_AGENT;
use actix_web::{FromRequest, HttpMessage, HttpRequest};
use domain::request_origin::{RequestOrigin, UserAgent};

use crate::request_context::RequestContext;

/// The origin of the request, for the audit log and the session list.
#[derive(Clone, Debug)]
pub(crate) struct Origin(pub(crate) RequestOrigin);

impl FromRequest for Origin {
    type Error = Infallible;
    type Future = Ready<Result<Self, Infallible>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(Ok(Self(origin_of(request))))
    }
}

/// Where this request came from.
pub(crate) fn origin_of(request: &HttpRequest) -> RequestOrigin {
    let extensions = request.extensions();
    let context = extensions.get::<RequestContext>();
    RequestOrigin {
        ip: context.and_then(RequestContext::client),
        user_agent: user_agent(request),
        request_id: context.map(|context| context.request_id().clone()),
    }
}

fn user_agent(request: &HttpRequest) -> Option<UserAgent> {
    let value = request.headers().get(USER_AGENT)?;
    Some(UserAgent::from_header(&String::from_utf8_lossy(
        value.as_bytes(),
    )))
}
