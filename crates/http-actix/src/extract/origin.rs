//! Where a request came from.

use std::convert::Infallible;
use std::future::{Ready, ready};
use std::net::IpAddr;

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
        let context = request.extensions().get::<RequestContext>().cloned();
        ready(Ok(Self(RequestOrigin {
            ip: client_address(request),
            user_agent: user_agent(request),
            request_id: context.map(|context| context.request_id().clone()),
        })))
    }
}

/// The client's address: the peer's. A client can write any forwarding header, so none is believed (C6).
pub(crate) fn client_address(request: &HttpRequest) -> Option<IpAddr> {
    request.peer_addr().map(|peer| peer.ip())
}

fn user_agent(request: &HttpRequest) -> Option<UserAgent> {
    let value = request.headers().get(USER_AGENT)?;
    Some(UserAgent::from_header(&String::from_utf8_lossy(
        value.as_bytes(),
    )))
}
