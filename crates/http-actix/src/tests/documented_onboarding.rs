//! What the document says of questions and answers (G12).

use serde_json::{Value, json};

use crate::openapi::openapi;

fn document() -> Value {
    serde_json::to_value(openapi()).unwrap()
}

fn operation(method: &str, path: &str) -> Value {
    let operation = document()["paths"][format!("/api/v1/signup{path}")][method].take();
    assert!(operation.is_object(), "{method} {path}");
    operation
}

fn codes(operation: &Value, status: &str) -> Vec<String> {
    let content = &operation["responses"][status]["content"]["application/problem+json"];
    let examples = content["examples"].as_object();
    examples.map_or_else(Vec::new, |codes| codes.keys().cloned().collect())
}

#[test]
fn every_operation_has_its_name_and_says_who_may() {
    for (method, path, id, wants_a_token) in [
        ("get", "/questions", "list_questions", false),
        ("post", "/questions", "create_question", true),
        ("get", "/questions/{id}", "read_question", false),
        ("put", "/questions/{id}", "update_question", true),
        ("delete", "/questions/{id}", "delete_question", true),
        ("post", "/user-info", "create_user_info", true),
        ("get", "/user-info", "read_user_info", true),
        ("put", "/user-info", "update_user_info", true),
        ("delete", "/user-info", "delete_user_info", true),
    ] {
        let operation = operation(method, path);
        assert_eq!(operation["operationId"], format!("onboarding-{id}"));
        assert_eq!(operation["tags"], json!(["onboarding"]));
        assert_eq!(operation["security"].is_array(), wants_a_token, "{id}");
        assert_eq!(codes(&operation, "401").is_empty(), !wants_a_token, "{id}");
    }
}

#[test]
fn every_refusal_is_listed() {
    let missing = ["question_not_found"];
    for method in ["put", "delete"] {
        let write = operation(method, "/questions/{id}");
        assert_eq!(codes(&write, "403"), ["insufficient_privileges"]);
        assert_eq!(codes(&write, "404"), missing);
        assert_eq!(codes(&write, "412"), ["precondition_failed"]);
    }
    assert_eq!(codes(&operation("get", "/questions/{id}"), "404"), missing);
    let conflicts = |method, path| codes(&operation(method, path), "409");
    assert_eq!(
        conflicts("put", "/questions/{id}"),
        ["question_has_answers", "question_key_taken"]
    );
    assert_eq!(
        conflicts("post", "/questions"),
        ["idempotency_key_in_use", "question_key_taken"]
    );
    assert_eq!(
        conflicts("post", "/user-info"),
        ["idempotency_key_in_use", "user_info_exists"]
    );
    for method in ["get", "put", "delete"] {
        let answers = operation(method, "/user-info");
        assert_eq!(codes(&answers, "404"), ["user_info_not_found"], "{method}");
    }
}

#[test]
fn the_bodies_have_the_form_of_the_contract() {
    let schemas = document()["components"]["schemas"].take();
    for (name, required) in [
        ("QuestionWrite", json!(["key", "prompt", "kind"])),
        (
            "QuestionPublic",
            json!([
                "id", "key", "prompt", "kind", "options", "required", "position"
            ]),
        ),
        ("QuestionOption", json!(["value", "label"])),
        ("QuestionsPublic", json!(["data", "count"])),
        ("UserInfoWrite", json!(["answers"])),
        (
            "UserInfoPublic",
            json!(["answers", "created_at", "updated_at"]),
        ),
    ] {
        assert_eq!(schemas[name]["required"], required, "{name}");
    }
    assert_eq!(
        schemas["QuestionKind"]["enum"],
        json!([
            "text",
            "single_choice",
            "multiple_choice",
            "number",
            "date",
            "boolean"
        ])
    );
    for name in ["UserInfoWrite", "UserInfoPublic"] {
        let answer = &schemas[name]["properties"]["answers"]["additionalProperties"];
        assert_eq!(answer["$ref"], "#/components/schemas/Answer", "{name}");
    }
    let types: Vec<_> = schemas["Answer"]["oneOf"]
        .as_array()
        .unwrap()
        .iter()
        .collect();
    let types: Vec<_> = types
        .iter()
        .map(|it| it["type"].as_str().unwrap())
        .collect();
    assert_eq!(types, ["string", "array", "number", "boolean"]);
}

#[test]
fn reads_may_be_304() {
    for path in ["/questions", "/questions/{id}", "/user-info"] {
        let read = operation("get", path);
        assert!(read["responses"]["304"].is_object(), "{path}");
        assert!(
            read["responses"]["200"]["headers"]["etag"].is_object(),
            "{path}"
        );
    }
}

#[test]
fn conditions_are_parameters_of_the_operations_that_take_them() {
    for (method, path, field) in [
        ("get", "/questions", "If-None-Match"),
        ("get", "/questions/{id}", "If-None-Match"),
        ("put", "/questions/{id}", "If-Match"),
        ("delete", "/questions/{id}", "If-Match"),
        ("get", "/user-info", "If-None-Match"),
        ("put", "/user-info", "If-Match"),
        ("delete", "/user-info", "If-Match"),
    ] {
        let operation = operation(method, path);
        let mut parameters = operation["parameters"].as_array().into_iter().flatten();
        let is_listed = parameters.any(|it| it["name"] == field && it["in"] == "header");
        assert!(is_listed, "{method} {path}");
    }
}
