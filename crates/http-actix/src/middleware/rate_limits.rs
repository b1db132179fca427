//! Refuses what comes too often, and says on every reply of a limited route how its quota stands (C3, A10).

use actix_web::body::{BoxBody, EitherBody, MessageBody};
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::middleware::Next;
use actix_web::{Error, HttpMessage};

use crate::extract::origin_of;
use crate::problem::{ErrorCode, Problem};
use crate::rates::{Limit, RateLimits, UserStanding, add_fields};

/// Holds a request to the limit of its route, if it has one.
pub(crate) async fn limit_rate<B: MessageBody>(
    rates: RateLimits,
    request: ServiceRequest,
    next: Next<B>,
) -> Result<ServiceResponse<EitherBody<BoxBody, B>>, Error> {
    let limit = Limit::find(&rates, request.path(), &origin_of(request.request()));
    let Some(limit) = limit else {
        return pass(request, next).await;
    };
    let Some(standing) = limit.admit().await else {
        return pass(request, next).await;
    };
    let (mut reply, standing) = if standing.is_allowed {
        let reply = pass(request, next).await?;
        let standing = limit.settle(standing, had_wrong_credentials(&reply)).await;
        (reply, standing)
    } else {
        let refusal = Problem::new(ErrorCode::TooManyRequests).retry_after(standing.retry_after);
        (
            request.error_response(refusal).map_into_left_body(),
            standing,
        )
    };
    add_fields(reply.headers_mut(), limit.quota(), standing);
    Ok(reply)
}

async fn pass<B: MessageBody>(
    request: ServiceRequest,
    next: Next<B>,
) -> Result<ServiceResponse<EitherBody<BoxBody, B>>, Error> {
    let mut reply = next.call(request).await?;
    let counted = reply.request().extensions().get::<UserStanding>().copied();
    if let Some(UserStanding { quota, standing }) = counted {
        add_fields(reply.headers_mut(), quota, standing);
    }
    Ok(reply.map_into_right_body())
}

fn had_wrong_credentials<B>(reply: &ServiceResponse<B>) -> bool {
    let extensions = reply.response().extensions();
    let problem = extensions.get::<Problem>();
    problem.is_some_and(|problem| problem.code().means_wrong_credentials())
}
