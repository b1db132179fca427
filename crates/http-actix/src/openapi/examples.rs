//! Examples of bodies, put together from those of their members: each member has one, at its own place.

use serde::Serialize;
use serde_json::{Map, Value, json};
use utoipa::openapi::path::Operation;
use utoipa::openapi::{Content, OpenApi, RefOr};

use super::operations::operations;

/// What a member of a well-known format shows where it has no example of its own.
const ID: &str = "01935f4e-7c2a-7b10-8a55-3d2c1b0a9f8e";
const MOMENT: &str = "2026-01-31T12:00:00.000000Z";

/// Gives an example to every body and to every reply of success that has none of its own.
pub(super) fn add_examples(api: &mut OpenApi) {
    let examples = Examples::new(api);
    for operation in api.paths.paths.values_mut().flat_map(operations) {
        examples.illustrate(operation);
    }
}

/// Makes examples out of schemas.
pub(super) struct Examples {
    /// The named schemas, as the document has them.
    schemas: Value,
}

impl Examples {
    /// Knows the named schemas of this document.
    pub(super) fn new(api: &OpenApi) -> Self {
        let components = api.components.as_ref();
        let schemas = components.map(|components| json_of(&components.schemas));
        Self {
            schemas: schemas.unwrap_or_default(),
        }
    }

    /// An example of what a schema describes; `None` where a part that must be there has none.
    pub(super) fn of(&self, schema: &Value) -> Option<Value> {
        given(schema)
            .or_else(|| self.of(self.named(schema)?))
            .or_else(|| self.of_choice(schema))
            .or_else(|| self.of_all(schema))
            .or_else(|| self.of_list(schema))
            .or_else(|| self.of_object(schema))
            .or_else(|| usual(schema))
    }

    /// What a schema refers to, if it is a reference.
    pub(super) fn named(&self, schema: &Value) -> Option<&Value> {
        let reference = schema.get("$ref")?.as_str()?;
        self.schemas.get(reference.rsplit('/').next()?)
    }

    fn illustrate(&self, operation: &mut Operation) {
        if let Some(RefOr::T(body)) = &mut operation.request_body {
            self.fill(body.content.values_mut());
        }
        let replies = operation.responses.responses.iter_mut();
        for (_, reply) in replies.filter(|(status, _)| status.starts_with('2')) {
            if let RefOr::T(reply) = reply {
                self.fill(reply.content.values_mut());
            }
        }
    }

    fn fill<'b>(&self, bodies: impl Iterator<Item = &'b mut RefOr<Content>>) {
        for body in bodies {
            let RefOr::T(body) = body else { continue };
            if body.example.is_none() && body.examples.is_empty() {
                body.example = self.of(&json_of(&body.schema));
            }
        }
    }

    fn of_choice(&self, schema: &Value) -> Option<Value> {
        let choices = schema.get("oneOf").or_else(|| schema.get("anyOf"))?;
        let mut choices = choices.as_array()?.iter();
        let something = choices.find(|it| it["type"] != "null")?;
        self.of(something)
    }

    fn of_all(&self, schema: &Value) -> Option<Value> {
        let mut whole = Map::new();
        for part in schema.get("allOf")?.as_array()? {
            let Value::Object(members) = self.of(part)? else {
                return None;
            };
            whole.extend(members);
        }
        Some(whole.into())
    }

    fn of_list(&self, schema: &Value) -> Option<Value> {
        let element = self.of(schema.get("items")?)?;
        Some(json!([element]))
    }

    fn of_object(&self, schema: &Value) -> Option<Value> {
        let members = schema.get("properties")?.as_object()?;
        let examples = members.iter().filter_map(|(name, member)| {
            let example = self.of(member);
            let must_be_there = example.is_some() || is_required(schema, name);
            must_be_there.then(|| Some((name.clone(), example?)))
        });
        let object: Option<Map<_, _>> = examples.collect();
        object.map(Value::from)
    }
}

/// Whether an object must have this member.
fn is_required(schema: &Value, member: &str) -> bool {
    let required = schema["required"].as_array();
    required.is_some_and(|names| names.iter().any(|name| name == member))
}

/// A part of the document as it is written.
pub(super) fn json_of(part: &impl Serialize) -> Value {
    serde_json::to_value(part).unwrap_or_default()
}

fn given(schema: &Value) -> Option<Value> {
    let list = || schema.get("examples")?.get(0);
    schema.get("example").or_else(list).cloned()
}

fn usual(schema: &Value) -> Option<Value> {
    let first = || schema.get("enum")?.get(0).cloned();
    let of_format = || match schema.get("format")?.as_str()? {
        "uuid" => Some(ID.into()),
        "date-time" => Some(MOMENT.into()),
        _ => None,
    };
    schema
        .get("default")
        .cloned()
        .or_else(first)
        .or_else(of_format)
}
