//! The header fields of every reply (G5).

use actix_web::http::Method;
use actix_web::http::header::AUTHORIZATION;
use actix_web::test::TestRequest;

use super::stack::{ask, ask_of, get, send, settings};
use super::things;

#[actix_web::test]
async fn every_reply_is_locked_down() {
    // G5
    for path in [
        "/things/mine",
        "/nowhere",
        "/panics",
        "/foreign-error",
        "/sleeps",
    ] {
        let reply = get(path).await;
        assert_eq!(reply.header("x-content-type-options"), "nosniff", "{path}");
        assert_eq!(
            reply.header("content-security-policy"),
            "default-src 'none'; frame-ancestors 'none'"
        );
        assert_eq!(reply.header("referrer-policy"), "no-referrer");
        assert_eq!(reply.header("cross-origin-resource-policy"), "same-origin");
        assert_eq!(reply.header("server"), "");
        assert_eq!(reply.header("strict-transport-security"), "");
    }
}

#[actix_web::test]
async fn https_is_demanded_of_this_host_alone_where_clients_use_it() {
    // G5
    let request = TestRequest::with_uri("/things/mine");
    let reply = ask_of(settings("https://api.example"), things::routes, request).await;

    let value = reply.header("strict-transport-security");
    let seconds = value.strip_prefix("max-age=").unwrap();
    assert!(seconds.parse::<u64>().unwrap() >= 31_536_000);
}

#[actix_web::test]
async fn a_reply_with_a_secret_is_stored_nowhere() {
    // G5
    let request = TestRequest::post()
        .uri("/token")
        .insert_header((AUTHORIZATION, "Bearer good"));

    assert_eq!(ask(request).await.header("cache-control"), "no-store");
    assert_eq!(
        send(Method::POST, "/token").await.header("cache-control"),
        "no-store"
    );
}

#[actix_web::test]
async fn an_authenticated_reply_is_its_readers_alone() {
    // G5
    for credentials in ["Bearer good", "Bearer bad"] {
        let request = TestRequest::with_uri("/private").insert_header((AUTHORIZATION, credentials));
        let reply = ask(request).await;
        assert_eq!(reply.header("cache-control"), "private, no-cache");
        let varies = reply
            .headers
            .get_all("vary")
            .any(|value| value == "authorization");
        assert!(varies, "{credentials}");
    }
}
