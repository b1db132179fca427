//! One table decides which paths and methods there are (G1).

use actix_web::http::{Method, StatusCode};
use actix_web::test::TestRequest;

use super::stack::{ask, get, send};

#[actix_web::test]
async fn a_path_answers_with_and_without_its_slash() {
    for path in ["/things/mine", "/things/mine/"] {
        assert_eq!(get(path).await.text(), "mine");
    }
    for path in ["/with-slash/", "/with-slash"] {
        assert_eq!(get(path).await.text(), "slash");
    }
}

#[actix_web::test]
async fn a_turned_slash_leaves_the_query_alone() {
    assert_eq!(get("/things/5/?skip=1").await.text(), "5 skip=1");
}

#[actix_web::test]
async fn a_literal_segment_wins_over_a_parameter() {
    assert_eq!(get("/things/mine").await.text(), "mine");
    assert_eq!(get("/things/yours").await.text(), "yours ");
}

#[actix_web::test]
async fn an_unknown_path_is_404() {
    for path in [
        "/",
        "/things/5/parts",
        "//things",
        "/things//",
        "/THINGS",
        "/things/mine//",
    ] {
        get(path).await.assert_problem(404, "not_found");
    }
}

#[actix_web::test]
async fn a_wrong_method_is_405_and_names_the_right_ones() {
    // G1
    for method in [
        Method::PUT,
        Method::GET,
        Method::HEAD,
        Method::TRACE,
        Method::from_bytes(b"BREW").unwrap(),
    ] {
        let reply = send(method, "/things").await;
        reply.assert_problem(405, "method_not_allowed");
        assert_eq!(reply.header("allow"), "POST, DELETE, OPTIONS");
    }
}

#[actix_web::test]
async fn head_is_answered_as_get() {
    let reply = send(Method::HEAD, "/things/mine").await;

    assert_eq!(reply.status, StatusCode::OK);
    assert_eq!(
        send(Method::DELETE, "/things/mine").await.header("allow"),
        "GET, HEAD, OPTIONS"
    );
}

#[actix_web::test]
async fn options_names_the_methods() {
    let reply = send(Method::OPTIONS, "/things/").await;

    assert_eq!(reply.status, StatusCode::NO_CONTENT);
    assert_eq!(reply.header("allow"), "POST, DELETE, OPTIONS");
    assert!(reply.body.is_empty());
}

#[actix_web::test]
async fn a_target_of_more_than_8_kib_is_414() {
    // G1
    let target = |bytes: usize| format!("/things/{}", "a".repeat(bytes - "/things/".len()));

    assert_eq!(get(&target(8 * 1024)).await.status, StatusCode::OK);
    get(&target(8 * 1024 + 1))
        .await
        .assert_problem(414, "uri_too_long");
}

#[actix_web::test]
async fn header_fields_of_more_than_16_kib_are_431() {
    // G1
    let with_field = |bytes: usize| {
        TestRequest::with_uri("/things/mine")
            .insert_header(("x", "a".repeat(bytes - "x: \r\n".len())))
    };

    assert_eq!(ask(with_field(16 * 1024)).await.status, StatusCode::OK);
    ask(with_field(16 * 1024 + 1))
        .await
        .assert_problem(431, "header_fields_too_large");
}
