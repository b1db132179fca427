//! Documents the header fields of limited routes.

use utoipa::openapi::{OpenApi, Type};

use super::header::{add_to_every_reply, header};
use crate::rates::{LIMITED_FOR_USERS, LIMITED_ROUTES, RATE_LIMIT, RATE_LIMIT_POLICY};

/// Adds them to every reply to a POST of every route in the table.
pub(super) fn add_rate_fields(api: &mut OpenApi) {
    let policy = header(
        Type::String,
        "The quota: q requests in w seconds. Not sent where limits are off.",
    );
    let standing = header(
        Type::String,
        "What is left of the quota: r requests at once, and all of them again in t seconds.",
    );
    for route in LIMITED_ROUTES.iter().chain(LIMITED_FOR_USERS) {
        let item = api.paths.paths.get_mut(route.path);
        if let Some(operation) = item.and_then(|item| item.post.as_mut()) {
            let responses = &mut operation.responses;
            add_to_every_reply(responses, RATE_LIMIT_POLICY.as_str(), &policy);
            add_to_every_reply(responses, RATE_LIMIT.as_str(), &standing);
        }
    }
}
