//! What a server that has not started yet answers (I6, I14).

use actix_web::test::TestRequest;
use application::health::Lifecycle;

use super::stack::ask_at;
use crate::middleware::waits_for_start;

#[actix_web::test]
async fn before_it_has_started_every_route_is_503_with_a_time_to_wait() {
    // I6, G10
    for request in [
        TestRequest::with_uri("/things/mine"),
        TestRequest::with_uri("/things/mine/"),
        TestRequest::with_uri("/private"),
        TestRequest::post().uri("/things").set_payload("{"),
    ] {
        let reply = ask_at(Lifecycle::default(), request).await;
        reply.assert_problem(503, "not_ready");
        assert_ne!(reply.header("retry-after"), "");
    }
}

#[actix_web::test]
async fn while_it_stops_requests_are_still_answered() {
    // I13
    let lifecycle = Lifecycle::default();
    lifecycle.stop();

    let reply = ask_at(lifecycle, TestRequest::with_uri("/things/mine")).await;

    assert_eq!(reply.status, 200);
}

#[test]
fn probes_and_documentation_do_not_wait() {
    for path in [
        "/livez",
        "/readyz",
        "/docs",
        "/docs/{asset}",
        "/docs/errors/{code}",
        "/api/v1/openapi.json",
    ] {
        assert!(!waits_for_start(path), "{path}");
    }
    for path in ["/api/v1/users/me", "/dev/mailbox", "/readyz/more"] {
        assert!(waits_for_start(path), "{path}");
    }
}
