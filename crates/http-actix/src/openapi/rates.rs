//! Documents the header fields of limited routes.

use utoipa::openapi::{OpenApi, Type};

use super::header::{add_to_every_reply, header};
use super::operations::operations;
use crate::rates::{LIMITED_ROUTES, RATE_LIMIT, RATE_LIMIT_POLICY};

/// Adds them to every reply of every route in the table.
pub(super) fn add_rate_fields(api: &mut OpenApi) {
    let policy = header(
        Type::String,
        "The quota: q requests in w seconds. Not sent where limits are off.",
    );
    let standing = header(
        Type::String,
        "What is left of the quota: r requests at once, and all of them again in t seconds.",
    );
    let limited = LIMITED_ROUTES.iter().map(|route| route.path);
    for path in limited {
        let item = api.paths.paths.get_mut(path);
        for operation in item.into_iter().flat_map(operations) {
            let responses = &mut operation.responses;
            add_to_every_reply(responses, RATE_LIMIT_POLICY.as_str(), &policy);
            add_to_every_reply(responses, RATE_LIMIT.as_str(), &standing);
        }
    }
}
