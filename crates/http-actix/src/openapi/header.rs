//! Header fields that more than one place documents.

use utoipa::openapi::header::HeaderBuilder;
use utoipa::openapi::{Header, RefOr, Responses, Type, schema::ObjectBuilder};

/// A field of this type.
pub(super) fn header(kind: Type, description: &str) -> Header {
    let schema = ObjectBuilder::new().schema_type(kind);
    HeaderBuilder::new()
        .schema(Some(schema))
        .description(Some(description))
        .build()
}

/// Adds a field to every reply of an operation.
pub(super) fn add_to_every_reply(responses: &mut Responses, name: &str, header: &Header) {
    for response in responses.responses.values_mut() {
        if let RefOr::T(response) = response {
            let header = RefOr::from(header.clone());
            response.headers.insert(name.to_owned(), header);
        }
    }
}
