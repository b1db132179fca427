//! The OpenAPI document as the judge of replies (G12).

use std::collections::BTreeSet;

use serde_json::{Value, json};

use crate::Reply;

/// An OpenAPI document.
#[derive(Clone, Debug)]
pub struct Document(Value);

impl Document {
    /// The document of the server that is being tested.
    #[must_use]
    pub fn of_this_version() -> Self {
        Self(serde_json::to_value(server::openapi()).expect("the document is JSON"))
    }

    /// Fails unless the reply is one that the document promises: its status, its media type, its schema. A path
    /// or a method that the document does not have may only be answered with a problem.
    pub fn check(&self, method: &str, path: &str, reply: &Reply) {
        let Some(operation) = self.operation(method, path) else {
            assert!(
                reply.status >= 400 || method == "OPTIONS",
                "{method} {path} is not documented: {reply:?}"
            );
            return self.check_problem(reply);
        };
        let responses = &operation["responses"];
        let response = &responses[reply.status.to_string()];
        assert!(
            response.is_object(),
            "{method} {path}: status {} is not documented: {reply:?}",
            reply.status
        );
        let response = self.resolve(response);
        if method == "HEAD" {
            return;
        }
        self.check_body(&format!("{method} {path}"), response, reply);
    }

    /// Every operation that wants a token, as `METHOD /path` with `{}` for each parameter.
    #[must_use]
    pub fn protected_operations(&self) -> BTreeSet<String> {
        let paths = self.0["paths"].as_object().expect("the document has paths");
        let operations = paths.iter().flat_map(|(path, item)| {
            let methods = item.as_object().expect("a path has operations");
            methods
                .iter()
                .map(move |(method, operation)| (path, method, operation))
        });
        operations
            .filter(|(.., operation)| operation["security"].is_array())
            .map(|(path, method, _)| format!("{} {}", method.to_uppercase(), without_names(path)))
            .collect()
    }

    fn operation(&self, method: &str, path: &str) -> Option<&Value> {
        let method = if method == "HEAD" {
            "get".to_owned()
        } else {
            method.to_lowercase()
        };
        let paths = self.0["paths"].as_object().expect("the document has paths");
        let candidates: Vec<_> = paths
            .iter()
            .filter(|(template, _)| matches(template, path))
            .collect();
        let best = candidates
            .iter()
            .min_by_key(|(template, _)| template.matches('{').count())?;
        best.1.get(&method)
    }

    fn resolve<'a>(&'a self, value: &'a Value) -> &'a Value {
        match value["$ref"].as_str() {
            Some(reference) => self
                .0
                .pointer(reference.trim_start_matches('#'))
                .expect("the reference leads somewhere"),
            None => value,
        }
    }

    fn check_body(&self, what: &str, response: &Value, reply: &Reply) {
        let Some(content) = response["content"].as_object() else {
            assert!(
                reply.text.is_empty(),
                "{what}: a body is not documented: {reply:?}"
            );
            return;
        };
        let media_type = reply
            .header("content-type")
            .split(';')
            .next()
            .unwrap_or_default()
            .trim();
        let documented = content
            .get(media_type)
            .unwrap_or_else(|| panic!("{what}: {media_type:?} is not documented: {reply:?}"));
        if media_type.ends_with("json") {
            self.check_schema(what, &documented["schema"], reply);
        }
    }

    fn check_problem(&self, reply: &Reply) {
        if reply.status >= 400 && !reply.text.is_empty() {
            self.check_schema(
                "a problem",
                &json!({"$ref": "#/components/schemas/Problem"}),
                reply,
            );
        }
    }

    fn check_schema(&self, what: &str, schema: &Value, reply: &Reply) {
        let mut root = schema.clone();
        root["components"] = self.0["components"].clone();
        let validator = jsonschema::draft202012::new(&root)
            .unwrap_or_else(|error| panic!("{what}: bad schema: {error}"));
        let body = reply.json();
        let errors: Vec<_> = validator
            .iter_errors(&body)
            .map(|error| format!("{error} at {}", error.instance_path()))
            .collect();
        assert!(errors.is_empty(), "{what}: {errors:?} in {reply:?}");
    }
}

/// Whether a path is one of this template, with or without its trailing slash.
fn matches(template: &str, path: &str) -> bool {
    let segments = |text: &str| -> Vec<String> {
        text.trim_matches('/')
            .split('/')
            .map(str::to_owned)
            .collect()
    };
    let path = path.split('?').next().unwrap_or_default();
    let (template, path) = (segments(template), segments(path));
    template.len() == path.len()
        && template.iter().zip(&path).all(|(wanted, given)| {
            wanted == given || (wanted.starts_with('{') && !given.is_empty())
        })
}

fn without_names(path: &str) -> String {
    let segments = path.split('/');
    let named = |segment: &str| segment.starts_with('{');
    let segments = segments.map(|it| if named(it) { "{}" } else { it });
    segments.collect::<Vec<_>>().join("/")
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    fn document() -> Document {
        Document(json!({
            "paths": {"/things/{id}": {"get": {"responses": {"200": {"content": {"application/json": {
                "schema": {"type": "object", "required": ["id"], "properties": {"id": {"type": "integer"}}}
            }}}}}}},
            "components": {"schemas": {"Problem": {"type": "object", "required": ["code"]}}}
        }))
    }

    fn reply(status: u16, text: &str) -> Reply {
        let mut headers = reqwest::header::HeaderMap::new();
        headers.insert("content-type", "application/json".parse().unwrap());
        Reply {
            status,
            headers,
            text: text.to_owned(),
            took: Duration::ZERO,
        }
    }

    #[test]
    fn a_documented_reply_passes() {
        document().check("GET", "/things/7/", &reply(200, r#"{"id": 7}"#));
    }

    #[test]
    #[should_panic(expected = "status 201 is not documented")]
    fn an_undocumented_status_fails() {
        document().check("GET", "/things/7", &reply(201, r#"{"id": 7}"#));
    }

    #[test]
    #[should_panic(expected = "not of type")]
    fn a_body_of_another_shape_fails() {
        document().check("GET", "/things/7", &reply(200, r#"{"id": "seven"}"#));
    }

    #[test]
    #[should_panic(expected = "is not documented")]
    fn success_on_an_undocumented_path_fails() {
        document().check("GET", "/other", &reply(200, "{}"));
    }
}
