//! One form for the ways in which a schema can be written.

use serde_json::Value;

const NAMED: &str = "#/components/schemas/";

/// A schema, apart from whether it takes `null`.
pub(crate) struct Form<'a> {
    /// Where the rest of it is said.
    pub(crate) schema: &'a Value,
    /// Its type, or the reference that it is; `union` for a choice between several.
    pub(crate) kind: &'a str,
    /// Whether `null` is one of its values.
    pub(crate) is_nullable: bool,
}

impl<'a> Form<'a> {
    /// `anyOf` and `oneOf` with `null`, and a list of types with `null`, say the same.
    pub(crate) fn of(schema: &'a Value) -> Self {
        let choice = schema["anyOf"].as_array().or(schema["oneOf"].as_array());
        if let Some(choice) = choice {
            return Self::of_choice(schema, choice);
        }
        if let Some(types) = schema["type"].as_array() {
            let kind = only(types.iter().filter(|kind| *kind != "null"));
            return Self {
                schema,
                kind: kind.and_then(Value::as_str).unwrap_or("union"),
                is_nullable: types.iter().any(|kind| kind == "null"),
            };
        }
        let kind = schema["$ref"].as_str().or(schema["type"].as_str());
        Self {
            schema,
            kind: kind.unwrap_or("anything"),
            is_nullable: false,
        }
    }

    fn of_choice(schema: &'a Value, choice: &'a [Value]) -> Self {
        let is_null = |it: &Value| it["type"] == "null";
        let chosen = only(choice.iter().filter(|it| !is_null(it))).map(Self::of);
        let is_nullable = choice.iter().any(is_null);
        match chosen {
            Some(form) => Self {
                is_nullable: form.is_nullable || is_nullable,
                ..form
            },
            None => Self {
                schema,
                kind: "union",
                is_nullable,
            },
        }
    }

    /// The name, if it is a reference to a named schema.
    pub(crate) fn name(&self) -> Option<&'a str> {
        self.kind.strip_prefix(NAMED)
    }
}

/// The item of an iterator that has one alone.
fn only<T>(mut items: impl Iterator<Item = T>) -> Option<T> {
    let first = items.next()?;
    items.next().is_none().then_some(first)
}
