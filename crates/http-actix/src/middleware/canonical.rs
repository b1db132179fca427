//! One answer per path, whatever its trailing slash, and an answer to every method (G1).

use std::sync::Arc;

use actix_web::Error;
use actix_web::HttpMessage;
use actix_web::HttpResponse;
use actix_web::body::{BoxBody, EitherBody, MessageBody};
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::header::ALLOW;
use actix_web::http::uri::PathAndQuery;
use actix_web::http::{Method, Uri};
use actix_web::middleware::Next;
use tracing::Span;

use super::measured::MatchedRoute;
use crate::extract::bearer_token;
use crate::openapi::{Found, RouteTable, Verdict};
use crate::problem::{ErrorCode, Problem};

/// Looks the path up in the table of documented routes. A known one is passed on in the form that the
/// document lists, HEAD as GET; everything else is answered here, and so is who needs a token and has none.
pub(crate) async fn canonical(
    table: Arc<RouteTable>,
    mut request: ServiceRequest,
    next: Next<impl MessageBody>,
) -> Result<ServiceResponse<EitherBody<BoxBody, impl MessageBody>>, Error> {
    let Some(found) = table.find(request.match_info().as_str()) else {
        let problem = Problem::new(ErrorCode::NotFound);
        return Ok(request.error_response(problem).map_into_left_body());
    };
    Span::current().record("route", &**found.template());
    if let Some(route) = request.extensions().get::<MatchedRoute>() {
        route.leave(found.template());
    }

    match found.judge(request.method()) {
        Verdict::Serve(method) => {
            if let Some(problem) = refuse_anonymous(&found, &method, &request) {
                return Ok(request.error_response(problem).map_into_left_body());
            }
            request.head_mut().method = method;
            if found.needs_other_slash() {
                turn_slash(&mut request);
            }
            next.call(request)
                .await
                .map(ServiceResponse::map_into_right_body)
        }
        Verdict::Describe(allow) => {
            let reply = HttpResponse::NoContent()
                .insert_header((ALLOW, allow))
                .finish();
            Ok(request.into_response(reply).map_into_left_body())
        }
        Verdict::Refuse(allow) => {
            let problem = Problem::method_not_allowed(allow);
            Ok(request.error_response(problem).map_into_left_body())
        }
    }
}

/// Who sends no token where one is needed is told so before anything else that may be wrong with the request.
fn refuse_anonymous(
    found: &Found<'_>,
    method: &Method,
    request: &ServiceRequest,
) -> Option<Problem> {
    let is_protected = found.is_protected(method);
    is_protected.then(|| bearer_token(request.headers()).err())?
}

/// Takes the trailing slash off the request's path, or puts one there.
fn turn_slash(request: &mut ServiceRequest) {
    let path = request.path();
    let turned = path
        .strip_suffix('/')
        .map_or_else(|| format!("{path}/"), str::to_owned);
    let target = match request.query_string() {
        "" => turned,
        query => format!("{turned}?{query}"),
    };
    let mut parts = request.uri().clone().into_parts();
    parts.path_and_query = PathAndQuery::from_maybe_shared(target).ok();
    if let Ok(uri) = Uri::from_parts(parts) {
        request.match_info_mut().get_mut().update(&uri);
        request.head_mut().uri = uri;
    }
}
