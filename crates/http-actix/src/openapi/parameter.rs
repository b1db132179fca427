//! Parameters that extractors document themselves.

use utoipa::openapi::path::{Parameter, ParameterBuilder, ParameterIn};
use utoipa::openapi::schema::{ObjectBuilder, Type};
use utoipa::openapi::{Required, Schema};

/// A header field that may be left out.
pub(crate) fn header_parameter(name: &str, description: &str, example: &str) -> Parameter {
    // Field names are the same in any case; the document shows them as the standards write them.
    let name: Vec<_> = name.split('-').map(capitalised).collect();
    let schema = ObjectBuilder::new().schema_type(Type::String);
    parameter(&name.join("-"), ParameterIn::Header, description)
        .schema(Some(schema))
        .example(Some(example.into()))
        .build()
}

/// A query parameter that may be left out.
pub(crate) fn query_parameter(
    name: &str,
    description: &str,
    schema: impl Into<Schema>,
) -> Parameter {
    parameter(name, ParameterIn::Query, description)
        .schema(Some(schema.into()))
        .build()
}

fn parameter(name: &str, place: ParameterIn, description: &str) -> ParameterBuilder {
    ParameterBuilder::new()
        .name(name)
        .parameter_in(place)
        .required(Required::False)
        .description(Some(description))
}

fn capitalised(word: &str) -> String {
    let (first, rest) = word.split_at(word.len().min(1));
    first.to_ascii_uppercase() + rest
}
