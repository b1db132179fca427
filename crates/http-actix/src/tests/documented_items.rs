//! What the document says of items, of conditions and of requests that may be sent twice (G12).

use serde_json::{Value, json};

use crate::openapi::openapi;

fn document() -> Value {
    serde_json::to_value(openapi()).unwrap()
}

fn operation(method: &str, path: &str) -> Value {
    let operation = document()["paths"][format!("/api/v1{path}")][method].take();
    assert!(operation.is_object(), "{method} {path}");
    operation
}

fn codes(operation: &Value, status: &str) -> Vec<String> {
    let content = &operation["responses"][status]["content"]["application/problem+json"];
    let examples = content["examples"].as_object();
    examples.map_or_else(Vec::new, |codes| codes.keys().cloned().collect())
}

/// Names and places of the parameters.
fn parameters(operation: &Value) -> Vec<(&str, &str)> {
    let parameters = operation["parameters"].as_array();
    let parameters = parameters.map_or(&[][..], Vec::as_slice).iter();
    parameters
        .map(|it| (it["name"].as_str().unwrap(), it["in"].as_str().unwrap()))
        .collect()
}

fn header_of<'o>(operation: &'o Value, status: &str, name: &str) -> &'o Value {
    let headers = operation["responses"][status]["headers"].as_object();
    let mut headers = headers.into_iter().flatten();
    let found = headers.find(|(known, _)| known.eq_ignore_ascii_case(name));
    found.map_or(&Value::Null, |(_, header)| header)
}

#[test]
fn the_names_of_the_template_are_kept() {
    let document = document();
    for (method, path, id) in [
        ("get", "/items/", "items-read_items"),
        ("post", "/items/", "items-create_item"),
        ("get", "/items/{id}", "items-read_item"),
        ("put", "/items/{id}", "items-update_item"),
        ("delete", "/items/{id}", "items-delete_item"),
        ("get", "/items/export/csv", "items-export_items_csv"),
        ("post", "/utils/test-email/", "utils-test_email"),
        ("get", "/utils/health-check/", "utils-health_check"),
        ("post", "/private/users/", "private-create_user"),
    ] {
        assert_eq!(operation(method, path)["operationId"], id);
    }
    let schemas = &document["components"]["schemas"];
    for (name, required) in [
        ("ItemCreate", json!(["title"])),
        ("ItemUpdate", json!(null)),
        (
            "ItemPublic",
            json!(["title", "description", "id", "owner_id", "created_at"]),
        ),
        ("ItemsPublic", json!(["data", "count", "next_cursor"])),
        ("Message", json!(["message"])),
        (
            "PrivateUserCreate",
            json!(["email", "password", "full_name"]),
        ),
    ] {
        assert!(schemas[name].is_object(), "{name}");
        assert_eq!(schemas[name]["required"], required, "{name}");
    }
}

#[test]
fn a_list_takes_a_page_and_says_where_it_goes_on() {
    let list = operation("get", "/items/");
    assert_eq!(
        parameters(&list),
        [
            ("skip", "query"),
            ("limit", "query"),
            ("cursor", "query"),
            ("If-None-Match", "header"),
        ]
    );
    let limit = &list["parameters"][1]["schema"];
    assert_eq!(
        (&limit["minimum"], &limit["maximum"], &limit["default"]),
        (&json!(0), &json!(1000), &json!(100))
    );
    assert!(
        list["parameters"]
            .as_array()
            .unwrap()
            .iter()
            .all(|it| it["required"] == false)
    );
    assert!(header_of(&list, "200", "link").is_object());
    assert!(header_of(&list, "200", "etag").is_object());
    assert_eq!(codes(&list, "422"), ["validation_failed"]);
}

#[test]
fn a_read_may_be_304_and_never_with_a_token() {
    for path in ["/items/", "/items/{id}"] {
        let read = operation("get", path);
        let not_modified = &read["responses"]["304"];
        assert!(not_modified["content"].is_null(), "{path}");
        assert!(header_of(&read, "304", "etag").is_object());
        assert!(header_of(&read, "304", "x-access-token").is_null());
        assert!(header_of(&read, "200", "x-access-token").is_object());
    }
}

#[test]
fn a_conditional_write_may_be_412() {
    for method in ["put", "delete"] {
        let write = operation(method, "/items/{id}");
        assert!(parameters(&write).contains(&("If-Match", "header")));
        assert_eq!(codes(&write, "412"), ["precondition_failed"]);
        assert_eq!(codes(&write, "403"), ["not_your_item"]);
        assert_eq!(codes(&write, "404"), ["item_not_found"]);
    }
    let etag = |method| header_of(&operation(method, "/items/{id}"), "200", "etag").clone();
    assert!(etag("put").is_object() && etag("delete").is_null());
    assert!(operation("get", "/items/{id}")["responses"]["412"].is_null());
}

#[test]
fn a_request_that_may_be_sent_twice_says_what_comes_of_it() {
    let create = operation("post", "/items/");
    assert_eq!(parameters(&create), [("Idempotency-Key", "header")]);
    assert_eq!(codes(&create, "409"), ["idempotency_key_in_use"]);
    assert_eq!(
        codes(&create, "422"),
        ["idempotency_key_reused", "validation_failed"]
    );
    assert!(header_of(&create, "200", "idempotency-replayed").is_object());
}

#[test]
fn the_export_is_a_file() {
    let export = operation("get", "/items/export/csv");
    assert!(export["responses"]["200"]["content"]["text/csv"].is_object());
    assert!(header_of(&export, "200", "content-disposition").is_object());
}
