//! Clients of the `FastAPI` template work with Portico: what they send is taken, and what they read is there (G12). So
//! everything in the OpenAPI document of `fastapi/full-stack-fastapi-template`, which is in `tests/data/`, is in
//! Portico's, as far as a client sees it. Portico's may have more.
//!
//! Two schemas are aside: `HTTPValidationError` and `ValidationError`, in whose place are problem documents.
#![expect(clippy::expect_used, reason = "a broken expectation is a failed test")]

mod comparison;
mod form;
mod mutations;
mod operations;
mod schemas;

use std::collections::BTreeSet;

use comparison::Comparison;
use serde_json::{Map, Value};

const ASIDE: [&str; 2] = ["HTTPValidationError", "ValidationError"];

fn template() -> Value {
    serde_json::from_str(include_str!("../../data/fastapi-template.json"))
        .expect("the template's document is JSON")
}

fn ours() -> Value {
    serde_json::to_value(server::openapi()).expect("the document is JSON")
}

/// How a document falls short of the template's.
fn differences(ours: &Value) -> Vec<String> {
    Comparison::of(&template(), ours).differences
}

/// The members of an object; none if it is no object.
fn members(value: &Value) -> impl Iterator<Item = (&String, &Value)> {
    value.as_object().into_iter().flat_map(Map::iter)
}

// G12
#[test]
fn everything_in_the_document_of_the_template_is_in_ours() {
    let differences = differences(&ours());
    assert!(differences.is_empty(), "{}", differences.join("\n"));
}

#[test]
fn every_schema_of_the_template_is_reached_by_an_operation() {
    let template = template();
    let comparison = Comparison::of(&template, &template);

    let reached: BTreeSet<_> = comparison.compared.iter().map(|(name, _)| *name).collect();
    let schemas = members(&template["components"]["schemas"]).map(|(name, _)| name.as_str());
    let expected: BTreeSet<_> = schemas.filter(|name| !ASIDE.contains(name)).collect();
    assert_eq!(reached, expected);
    assert!(comparison.differences.is_empty());
}

#[test]
fn what_a_client_does_not_see_is_no_difference() {
    for (what, mutate) in mutations::HARMLESS {
        let mut document = ours();
        mutate(&mut document);
        let differences = differences(&document);
        assert!(differences.is_empty(), "{what}: {differences:?}");
    }
}

#[test]
fn what_breaks_a_client_is_a_difference() {
    for (mutate, expected) in mutations::BREAKING {
        let mut document = ours();
        mutate(&mut document);
        let differences = differences(&document);
        assert!(
            differences.iter().any(|difference| difference == expected),
            "{expected}: {differences:?}"
        );
    }
}
