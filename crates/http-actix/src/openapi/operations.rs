//! The operations of a path.

use utoipa::openapi::PathItem;
use utoipa::openapi::path::Operation;

/// Every operation that the path has.
pub(super) fn operations(item: &mut PathItem) -> impl Iterator<Item = &mut Operation> {
    let methods = [
        &mut item.get,
        &mut item.put,
        &mut item.post,
        &mut item.delete,
        &mut item.patch,
    ];
    methods.into_iter().flatten()
}
