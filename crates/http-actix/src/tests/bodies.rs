//! What a JSON body must be (G1, api.md §1).

use actix_web::http::header::{CONTENT_ENCODING, CONTENT_TYPE};
use actix_web::test::TestRequest;
use serde_json::{Value, json};

use super::stack::{Reply, ask};

async fn post(body: impl Into<Vec<u8>>) -> Reply {
    let request = TestRequest::post().uri("/things").set_payload(body.into());
    ask(request.insert_header((CONTENT_TYPE, "application/json"))).await
}

async fn post_json(body: Value) -> Reply {
    post(body.to_string()).await
}

async fn post_as(media_type: &str) -> Reply {
    let request = TestRequest::post()
        .uri("/things")
        .set_payload(r#"{"title":"a","owner":"a@b.cd"}"#);
    ask(request.insert_header((CONTENT_TYPE, media_type))).await
}

#[track_caller]
fn assert_errors(reply: &Reply, expected: &[(&[&str], &str)]) {
    reply.assert_problem(422, "validation_failed");
    let problem = reply.json();
    let errors = problem["errors"].as_array().unwrap();
    let found: Vec<_> = errors
        .iter()
        .map(|error| (error["loc"].clone(), error["type"].clone()))
        .collect();
    let expected: Vec<_> = expected
        .iter()
        .map(|(loc, kind)| (json!(loc), json!(kind)))
        .collect();
    assert_eq!(found, expected, "{}", reply.text());
    assert!(
        errors
            .iter()
            .all(|error| error["msg"].as_str().is_some_and(|msg| !msg.is_empty()))
    );
}

#[actix_web::test]
async fn a_body_that_keeps_every_rule_reaches_the_handler_parsed() {
    let reply = post_json(json!({"title": "a", "owner": "a@B.CD", "inner": [{"count": 2}]})).await;

    assert_eq!(
        reply.json(),
        json!({"title": "a", "owner": "a@b.cd", "deputy": null, "total": 2})
    );
}

#[actix_web::test]
async fn all_broken_rules_are_told_at_once() {
    let reply =
        post_json(json!({"title": "far too long a title", "owner": "x", "deputy": "@"})).await;

    assert_errors(
        &reply,
        &[
            (&["body", "title"], "length"),
            (&["body", "owner"], "email"),
            (&["body", "deputy"], "email"),
        ],
    );
}

#[actix_web::test]
async fn missing_and_null_fields_are_told_together() {
    let reply = post_json(json!({"owner": null})).await;

    assert_errors(
        &reply,
        &[
            (&["body", "title"], "missing"),
            (&["body", "owner"], "missing"),
        ],
    );
}

#[actix_web::test]
async fn a_control_character_is_refused() {
    // F14r
    let reply = post_json(json!({"title": "a\u{0}b", "owner": "a@b.cd"})).await;

    assert_errors(&reply, &[(&["body", "title"], "control_character")]);
}

#[actix_web::test]
async fn a_wrong_type_is_told_with_its_path() {
    let reply = post_json(json!({"title": 5, "owner": "a@b.cd"})).await;

    assert_errors(&reply, &[(&["body", "title"], "string_type")]);
    assert!(!reply.text().contains("invalid type"));
}

#[actix_web::test]
async fn a_wrong_type_deep_inside_is_told_with_its_path() {
    let reply = post_json(
        json!({"title": "a", "owner": "a@b.cd", "inner": [{"count": 1}, {"count": "b"}]}),
    )
    .await;

    reply.assert_problem(422, "validation_failed");
    assert_eq!(
        reply.json()["errors"][0]["loc"],
        json!(["body", "inner", 1, "count"])
    );
}

#[actix_web::test]
async fn a_missing_member_deep_inside_is_told_with_its_name() {
    let reply = post_json(json!({"title": "a", "owner": "a@b.cd", "inner": [{}]})).await;

    assert_eq!(
        reply.json()["errors"][0]["loc"],
        json!(["body", "inner", 0, "count"])
    );
    assert_eq!(reply.json()["errors"][0]["type"], "missing");
}

#[actix_web::test]
async fn a_body_that_is_no_object_is_a_wrong_type() {
    for body in ["[]", "5", "null", "\"text\""] {
        let reply = post(body).await;
        reply.assert_problem(422, "validation_failed");
        assert!(!reply.text().contains("ThingRequest"), "{body}");
    }
}

#[actix_web::test]
async fn unknown_fields_are_ignored() {
    // F2r
    let reply = post_json(json!({"title": "a", "owner": "a@b.cd", "is_superuser": true})).await;

    assert_eq!(reply.status, 200);
}

#[actix_web::test]
async fn malformed_json_is_400() {
    for body in [
        &b""[..],
        b"{",
        b"{\"title\": }",
        b"{} {}",
        b"\xff\xfe",
        b"{\"title\": \"\xff\"}",
    ] {
        post(body).await.assert_problem(400, "malformed_json");
    }
}

#[actix_web::test]
async fn a_body_may_be_nested_32_levels_deep_and_no_deeper() {
    // G1
    let nested = |levels: usize| {
        let inside = format!("{}{}", "[".repeat(levels - 1), "]".repeat(levels - 1));
        format!(r#"{{"title": "[[\"{{", "owner": "a@b.cd", "ignored": {inside}}}"#)
    };

    assert_eq!(post(nested(32)).await.status, 200);
    post(nested(33)).await.assert_problem(400, "malformed_json");
}

#[actix_web::test]
async fn a_body_may_have_64_kib_and_no_more() {
    // G1
    let sized = |bytes: usize| {
        let body = r#"{"title": "a", "owner": "a@b.cd"}"#;
        format!("{body}{}", " ".repeat(bytes - body.len()))
    };

    assert_eq!(post(sized(64 * 1024)).await.status, 200);
    post(sized(64 * 1024 + 1))
        .await
        .assert_problem(413, "payload_too_large");
}

#[actix_web::test]
async fn a_declared_length_is_refused_before_the_body_is_read() {
    // G1
    let request = TestRequest::post()
        .uri("/things")
        .insert_header(("content-length", "65537"));

    ask(request).await.assert_problem(413, "payload_too_large");
}

#[actix_web::test]
async fn only_json_is_taken() {
    // G1
    for media_type in [
        "text/plain",
        "application/x-www-form-urlencoded",
        "json",
        "",
        "text/json+x",
    ] {
        post_as(media_type)
            .await
            .assert_problem(415, "unsupported_media_type");
    }
    for media_type in [
        "application/json; charset=utf-8",
        "Application/JSON",
        "application/merge-patch+json",
    ] {
        assert_eq!(post_as(media_type).await.status, 200, "{media_type}");
    }
}

#[actix_web::test]
async fn a_missing_media_type_is_taken_for_json() {
    let request = TestRequest::post()
        .uri("/things")
        .set_payload(r#"{"title":"a","owner":"a@b.cd"}"#);

    assert_eq!(ask(request).await.status, 200);
}

#[actix_web::test]
async fn a_compressed_body_is_refused() {
    let request = TestRequest::post()
        .uri("/things")
        .insert_header((CONTENT_ENCODING, "gzip"));

    ask(request)
        .await
        .assert_problem(415, "unsupported_media_type");
}
