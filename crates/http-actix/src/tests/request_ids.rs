//! Request ids and the origin of a request.

use actix_web::test::TestRequest;
use domain::request_origin::RequestId;

use super::stack::{Reply, ask};

async fn with_id(id: &str) -> Reply {
    ask(TestRequest::with_uri("/origin").insert_header(("x-request-id", id))).await
}

#[actix_web::test]
async fn a_well_formed_id_is_kept() {
    let reply = with_id("from-client:1").await;

    assert_eq!(reply.header("x-request-id"), "from-client:1");
    assert!(reply.text().contains("from-client:1"));
}

#[actix_web::test]
async fn another_id_is_replaced() {
    for id in ["", "with blank", "<script>", &"a".repeat(129)] {
        let reply = with_id(id).await;
        assert_ne!(reply.header("x-request-id"), id);
        assert!(RequestId::parse(reply.header("x-request-id")).is_some());
    }
}

#[actix_web::test]
async fn every_reply_has_an_id() {
    for path in ["/things/mine", "/nowhere", "/panics", "/sleeps"] {
        assert_ne!(
            ask(TestRequest::with_uri(path))
                .await
                .header("x-request-id"),
            "",
            "{path}"
        );
    }
}

#[actix_web::test]
async fn the_origin_is_the_peer_and_no_header_changes_it() {
    // C6
    let request = TestRequest::with_uri("/origin")
        .peer_addr("192.0.2.7:4711".parse().unwrap())
        .insert_header(("x-forwarded-for", "203.0.113.9"))
        .insert_header(("forwarded", "for=203.0.113.9"))
        .insert_header(("x-real-ip", "203.0.113.9"))
        .insert_header(("user-agent", "curl/8"));
    let reply = ask(request).await;

    assert!(reply.text().contains("192.0.2.7"));
    assert!(reply.text().contains("curl/8"));
    assert!(!reply.text().contains("203.0.113.9"));
}
