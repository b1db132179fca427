//! Documents what follows from the parameters of an operation: what conditional and repeated requests are answered, and
//! how lists go on. A route only names the parameters.

use actix_web::http::header::{ETAG, LINK};
use utoipa::openapi::path::{Operation, ParameterIn};
use utoipa::openapi::{Header, OpenApi, RefOr, Response, ResponseBuilder, Type};

use super::header::header;
use super::operations::operations;
use super::problems::add;
use crate::problem::ErrorCode;
use crate::reply::IDEMPOTENCY_REPLAYED;

const IF_MATCH: &str = "If-Match";
const IF_NONE_MATCH: &str = "If-None-Match";
const IDEMPOTENCY_KEY: &str = "Idempotency-Key";
const CURSOR: &str = "cursor";

/// Adds the errors of conditional and repeated requests, and the fields of their replies.
pub(super) fn add_conditions(api: &mut OpenApi) {
    for operation in api.paths.paths.values_mut().flat_map(operations) {
        if takes(operation, &ParameterIn::Header, IF_MATCH) {
            fail(operation, &[ErrorCode::PreconditionFailed]);
        }
        if takes(operation, &ParameterIn::Header, IDEMPOTENCY_KEY) {
            fail(
                operation,
                &[
                    ErrorCode::IdempotencyKeyInUse,
                    ErrorCode::IdempotencyKeyReused,
                ],
            );
            add_to_success(operation, IDEMPOTENCY_REPLAYED.as_str(), &replayed());
            // What was only promised has no state yet.
            if !operation.responses.responses.contains_key("202") {
                add_to_success(operation, ETAG.as_str(), &tag());
            }
        }
        if takes(operation, &ParameterIn::Query, CURSOR) {
            add_to_success(operation, LINK.as_str(), &link());
        }
    }
    for item in api.paths.paths.values_mut() {
        // These show what they changed; what was deleted has no state.
        for operation in [&mut item.put, &mut item.patch].into_iter().flatten() {
            if takes(operation, &ParameterIn::Header, IF_MATCH) {
                add_to_success(operation, ETAG.as_str(), &tag());
            }
        }
    }
}

/// Adds 304 to the reads that can be answered with it. A renewed request never is, so do it when the fields of a renewal
/// are in place.
pub(super) fn add_not_modified(api: &mut OpenApi) {
    for operation in api.paths.paths.values_mut().flat_map(operations) {
        if takes(operation, &ParameterIn::Header, IF_NONE_MATCH) {
            add_to_success(operation, ETAG.as_str(), &tag());
            let replies = &mut operation.responses.responses;
            replies.insert("304".to_owned(), not_modified().into());
        }
    }
}

fn takes(operation: &Operation, place: &ParameterIn, name: &str) -> bool {
    let mut parameters = operation.parameters.iter().flatten();
    parameters.any(|parameter| {
        matches!(parameter, RefOr::T(it) if it.parameter_in == *place && it.name == name)
    })
}

fn fail(operation: &mut Operation, codes: &[ErrorCode]) {
    add(&mut operation.responses.responses, codes);
}

fn add_to_success(operation: &mut Operation, name: &str, header: &Header) {
    let replies = operation.responses.responses.iter_mut();
    for (_, reply) in replies.filter(|(status, _)| status.starts_with('2')) {
        if let RefOr::T(reply) = reply {
            let header = RefOr::from(header.clone());
            reply.headers.insert(name.to_owned(), header);
        }
    }
}

fn not_modified() -> Response {
    ResponseBuilder::new()
        .description("What `If-None-Match` lists is still right")
        .header(ETAG.as_str(), tag())
        .build()
}

fn tag() -> Header {
    header(
        Type::String,
        "Names the state that this reply shows (RFC 9110 §8.8.3).",
    )
}

fn link() -> Header {
    header(
        Type::String,
        "Where the list goes on, as `rel=\"next\"`; not on the last page (RFC 8288).",
    )
}

fn replayed() -> Header {
    header(
        Type::String,
        "`true` when this is the kept reply of an earlier request with the same key.",
    )
}
