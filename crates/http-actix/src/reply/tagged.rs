//! Replies that say which state they show, and that are not sent again to who has them (RFC 9110 §13).

use actix_web::http::Method;
use actix_web::http::header::{ContentType, ETAG};
use actix_web::web::Bytes;
use actix_web::{HttpMessage, HttpRequest, HttpResponse, HttpResponseBuilder};
use serde::Serialize;

use crate::entity_tag::EntityTag;
use crate::extract::IfNoneMatch;
use crate::token_delivery::TokenDelivery;

/// 200 with the resource and its tag; 304 to a read by somebody who has it. A write always gets what it made.
pub(crate) fn tagged_json(
    request: &HttpRequest,
    tag: impl Into<EntityTag>,
    body: &impl Serialize,
) -> HttpResponse {
    let tag = tag.into();
    not_modified(request, &tag).unwrap_or_else(|| ok(&tag).json(body))
}

/// The same with a body that is JSON already.
pub(crate) fn tagged_bytes(
    request: &HttpRequest,
    tag: &EntityTag,
    body: impl FnOnce() -> Bytes,
) -> HttpResponse {
    not_modified(request, tag)
        .unwrap_or_else(|| ok(tag).content_type(ContentType::json()).body(body()))
}

/// 304 when the client has this very reply. Never for a request that was renewed: a browser would merge the new token
/// into what it keeps (security.md 2.5).
fn not_modified(request: &HttpRequest, tag: &EntityTag) -> Option<HttpResponse> {
    let is_read = matches!(*request.method(), Method::GET | Method::HEAD);
    let is_known = is_read && IfNoneMatch::of(request).lists(tag);
    (is_known && !is_renewed(request)).then(|| {
        HttpResponse::NotModified()
            .insert_header((ETAG, tag.header_value()))
            .finish()
    })
}

fn is_renewed(request: &HttpRequest) -> bool {
    let extensions = request.extensions();
    let delivery = extensions.get::<TokenDelivery>();
    delivery.is_some_and(TokenDelivery::holds_token)
}

fn ok(tag: &EntityTag) -> HttpResponseBuilder {
    let mut reply = HttpResponse::Ok();
    reply.insert_header((ETAG, tag.header_value()));
    reply
}
