//! The outermost layer: gives each request an id and a span, and finishes each reply.

use std::sync::Arc;
use std::time::Instant;

use actix_web::body::MessageBody;
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::StatusCode;
use actix_web::http::header::{ACCESS_CONTROL_ALLOW_ORIGIN, AUTHORIZATION, ORIGIN};
use actix_web::middleware::Next;
use actix_web::{Error, HttpMessage, HttpResponse};
use domain::ports::IdGenerator;
use domain::request_origin::RequestId;
use tracing::field::Empty;
use tracing::{Instrument, Span};

use super::ReplyHeaders;
use super::reply_headers::X_REQUEST_ID;
use super::trace_parent::trace_parent;
use crate::client_address::client_address;
use crate::problem::complete;
use crate::request_context::RequestContext;
use crate::settings::HttpSettings;
use crate::token_delivery::TokenDelivery;

/// What the outermost layer needs.
#[derive(Clone)]
pub(crate) struct RequestScope {
    /// Makes ids for requests that come without one.
    pub(crate) ids: Arc<dyn IdGenerator>,
    /// Where the server is, and whom it believes.
    pub(crate) settings: Arc<HttpSettings>,
    /// What links start with.
    pub(crate) public_url: Arc<str>,
    /// What every reply carries.
    pub(crate) headers: ReplyHeaders,
}

/// Finishes replies to one request.
#[derive(Clone)]
struct Finish {
    context: RequestContext,
    headers: ReplyHeaders,
    authorized: bool,
    delivery: TokenDelivery,
    /// Whether a page asks that is not the server's own.
    from_elsewhere: bool,
}

/// Runs the rest of the chain inside the request's span.
pub(crate) async fn scoped(
    scope: RequestScope,
    request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse, Error> {
    let context = scope.context_of(&request);
    let span = span_of(&request, &context);
    let finish = Finish {
        context: context.clone(),
        headers: scope.headers,
        authorized: request.headers().contains_key(AUTHORIZATION),
        delivery: TokenDelivery::default(),
        from_elsewhere: scope.is_from_elsewhere(&request),
    };
    request.extensions_mut().insert(context);
    request.extensions_mut().insert(finish.delivery.clone());
    async move {
        let started = Instant::now();
        let outcome = finish.outcome(next.call(request).await);
        log(started, &outcome);
        outcome
    }
    .instrument(span)
    .await
}

impl RequestScope {
    /// A client's own id counts when it is well-formed.
    fn context_of(&self, request: &ServiceRequest) -> RequestContext {
        let given = request
            .headers()
            .get(X_REQUEST_ID)
            .and_then(|id| id.to_str().ok());
        let id = given.and_then(RequestId::parse);
        RequestContext::new(
            id.unwrap_or_else(|| RequestId::from(self.ids.random())),
            request.path().to_owned(),
            Arc::clone(&self.public_url),
        )
        .of_client(client_address(
            request.peer_addr().map(|peer| peer.ip()),
            request.headers(),
            &self.settings.trusted_proxies,
        ))
    }

    fn is_from_elsewhere(&self, request: &ServiceRequest) -> bool {
        let own = self.settings.public_url.origin().as_str();
        let page = request.headers().get(ORIGIN);
        page.is_some_and(|page| page != own)
    }
}

/// No query, no header but these: either may hold a secret (H2).
fn span_of(request: &ServiceRequest, context: &RequestContext) -> Span {
    tracing::info_span!(
        "request",
        request_id = context.request_id().as_str(),
        method = request.method().as_str(),
        route = Empty,
        traceparent = trace_parent(request.headers()),
        status = Empty,
        duration_ms = Empty,
    )
}

impl Finish {
    fn outcome<B: MessageBody + 'static>(
        self,
        outcome: Result<ServiceResponse<B>, Error>,
    ) -> Result<ServiceResponse, Error> {
        match outcome {
            Ok(reply) => {
                let (request, response) = reply.into_parts();
                let response = self.finish(response.map_into_boxed_body());
                Ok(ServiceResponse::new(request, response))
            }
            Err(mut error) => {
                error.add_response_mapper(move |response| self.finish(response));
                Err(error)
            }
        }
    }

    fn finish(&self, response: HttpResponse) -> HttpResponse {
        let mut response = complete(response, &self.context);
        let id = self.context.request_id();
        let headers = response.headers_mut();
        self.headers.add_to(headers, id, self.authorized);
        // A page that may not read the reply gets no token in it.
        if !self.from_elsewhere || headers.contains_key(ACCESS_CONTROL_ALLOW_ORIGIN) {
            self.delivery.add_to(headers);
        }
        response
    }
}

fn log(started: Instant, outcome: &Result<ServiceResponse, Error>) {
    let status = status_of(outcome);
    let span = Span::current();
    span.record("status", status.as_u16());
    span.record("duration_ms", started.elapsed().as_secs_f64() * 1000.0);
    tracing::info!("request answered");
}

/// The status of a reply, whichever way it comes.
pub(super) fn status_of<B>(outcome: &Result<ServiceResponse<B>, Error>) -> StatusCode {
    match outcome {
        Ok(reply) => reply.status(),
        Err(error) => error.as_response_error().status_code(),
    }
}
