//! Replies to requests that may be sent twice.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::http::header::{ContentType, ETAG, HeaderName};
use application::idempotency::Answer;
use domain::idempotency::StoredReply;
use domain::version::Version;
use serde::Serialize;

use crate::entity_tag::EntityTag;

/// Says that the reply is the one of an earlier request.
pub(crate) const IDEMPOTENCY_REPLAYED: HeaderName = HeaderName::from_static("idempotency-replayed");

/// Writes the reply down that tells of something new, in its first version.
pub(crate) fn created_json(status: StatusCode, body: &impl Serialize) -> StoredReply {
    StoredReply {
        tag: Some(EntityTag::from(Version::FIRST).as_str().to_owned()),
        ..stored_json(status, body)
    }
}

/// Writes a reply down that shows nothing of which there are versions.
pub(crate) fn stored_json(status: StatusCode, body: &impl Serialize) -> StoredReply {
    StoredReply {
        status: status.as_u16(),
        tag: None,
        body: serde_json::to_vec(body).unwrap_or_default(),
    }
}

/// What a call gave, as a reply: the one that `reply` writes, or the one that was kept.
pub(crate) fn idempotent_reply<T>(answer: Answer<T>, reply: fn(&T) -> StoredReply) -> HttpResponse {
    match answer {
        Answer::Done(made) => send(reply(&made), false),
        Answer::Repeated(kept) => send(kept, true),
    }
}

fn send(reply: StoredReply, is_replayed: bool) -> HttpResponse {
    let status = StatusCode::from_u16(reply.status).unwrap_or(StatusCode::OK);
    let mut response = HttpResponse::build(status);
    response.content_type(ContentType::json());
    if let Some(tag) = reply.tag.map(EntityTag::from_quoted) {
        response.insert_header((ETAG, tag.header_value()));
    }
    if is_replayed {
        response.insert_header((IDEMPOTENCY_REPLAYED, "true"));
    }
    response.body(reply.body)
}
