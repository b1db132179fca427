//! Makes the examples of problems fit their operations: which path was asked for, and which field broke a rule.

use domain::user::Email;
use serde_json::Value;
use utoipa::openapi::path::{Operation, Parameter, ParameterIn};
use utoipa::openapi::{OpenApi, RefOr, Required, Response};

use super::examples::{Examples, json_of};
use super::operations::operations;
use super::problems::PROBLEM_JSON;
use crate::problem::{ErrorCode, FieldError, RequestPart};

/// Puts into every example what it says of the request. Do it when every operation has all of its problems.
pub(super) fn fit_problem_examples(api: &mut OpenApi) {
    let examples = Examples::new(api);
    for (path, item) in &mut api.paths.paths {
        for operation in operations(item) {
            let address = address(path, operation, &examples);
            let errors = broken_field(operation, &examples).map(|error| json_of(&[error]));
            for reply in operation.responses.responses.values_mut() {
                if let RefOr::T(reply) = reply {
                    fit(reply, &address, errors.as_ref());
                }
            }
        }
    }
}

fn fit(reply: &mut Response, address: &str, errors: Option<&Value>) {
    let Some(RefOr::T(content)) = reply.content.get_mut(PROBLEM_JSON) else {
        return;
    };
    for (code, example) in &mut content.examples {
        let RefOr::T(example) = example else { continue };
        let Some(Value::Object(problem)) = &mut example.value else {
            continue;
        };
        problem.insert("instance".to_owned(), address.into());
        if let (true, Some(errors)) = (code == ErrorCode::ValidationFailed.as_str(), errors) {
            problem.insert("errors".to_owned(), errors.clone());
        }
    }
}

/// The path with an example in the place of each parameter.
fn address(path: &str, operation: &Operation, examples: &Examples) -> String {
    let named = parameters(operation, ParameterIn::Path);
    named.fold(path.to_owned(), |path, parameter| {
        let written = json_of(parameter);
        let own = examples.of(&written);
        let example = own.or_else(|| examples.of(&written["schema"]));
        let example = example.unwrap_or_default();
        let text = example.as_str().unwrap_or_default();
        path.replace(&format!("{{{}}}", parameter.name), text)
    })
}

/// A rule that a request may break: of its body, or else of its query, or else of its path.
fn broken_field(operation: &Operation, examples: &Examples) -> Option<FieldError> {
    let of_parameter = |place| parameters(operation, place).next().map(broken_parameter);
    broken_member(operation, examples)
        .or_else(|| of_parameter(ParameterIn::Query))
        .or_else(|| of_parameter(ParameterIn::Path))
}

fn broken_member(operation: &Operation, examples: &Examples) -> Option<FieldError> {
    let Some(RefOr::T(body)) = &operation.request_body else {
        return None;
    };
    let Some(RefOr::T(content)) = body.content.values().next() else {
        return None;
    };
    let schema = json_of(&content.schema);
    let schema = examples.named(&schema).unwrap_or(&schema);
    if let Some(name) = schema["required"][0].as_str() {
        return Some(FieldError::in_body(name, "missing", "is required"));
    }
    let name = schema["properties"].as_object()?.keys().next()?;
    let msg = "must be a string";
    Some(FieldError::in_body(name, "string_type", msg))
}

fn broken_parameter(parameter: &Parameter) -> FieldError {
    let schema = json_of(&parameter.schema);
    let is_query = parameter.parameter_in == ParameterIn::Query;
    let part = if is_query {
        RequestPart::Query
    } else {
        RequestPart::Path
    };
    let error = |kind, msg: &str| FieldError::in_part(part, &parameter.name, kind, msg);
    if is_query && parameter.required == Required::True {
        return error("missing", "is required");
    }
    if schema["type"] == "integer" {
        return error("int_parsing", "must be a whole number");
    }
    if schema["format"] == "uuid" {
        return error("uuid_parsing", "must be a UUID");
    }
    if parameter.name == "email" {
        return error("email", &no_address());
    }
    error("value", "is not valid")
}

fn no_address() -> String {
    let refused = Email::parse("ada").err();
    refused.map_or_else(String::new, |refusal| refusal.to_string())
}

fn parameters(operation: &Operation, place: ParameterIn) -> impl Iterator<Item = &Parameter> {
    let all = operation.parameters.iter().flatten();
    all.filter_map(move |parameter| match parameter {
        RefOr::T(it) if it.parameter_in == place => Some(it),
        _ => None,
    })
}
