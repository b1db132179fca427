//! Which pages may use the API from a browser (G6).

use actix_web::http::Method;
use actix_web::test::TestRequest;

use super::stack::{Reply, ask};

const FRONT_END: &str = "http://localhost:5173";

async fn from(origin: &str, path: &str) -> Reply {
    ask(TestRequest::with_uri(path).insert_header(("origin", origin))).await
}

async fn preflight(origin: &str, method: &str, headers: &str) -> Reply {
    let request = TestRequest::with_uri("/things")
        .method(Method::OPTIONS)
        .insert_header(("origin", origin))
        .insert_header(("access-control-request-method", method))
        .insert_header(("access-control-request-headers", headers));
    ask(request).await
}

fn allowed(reply: &Reply) -> &str {
    reply.header("access-control-allow-origin")
}

fn varies_by_origin(reply: &Reply) -> bool {
    let mut values = reply.headers.get_all("vary");
    values.any(|value| {
        value
            .to_str()
            .unwrap()
            .to_ascii_lowercase()
            .contains("origin")
    })
}

#[actix_web::test]
async fn the_configured_origins_may_read() {
    // G6
    for origin in [FRONT_END, "https://admin.example"] {
        let reply = from(origin, "/things/mine").await;
        assert_eq!(allowed(&reply), origin);
        assert!(varies_by_origin(&reply));
        assert_eq!(reply.header("access-control-allow-credentials"), "");
    }
}

#[actix_web::test]
async fn no_other_origin_may_read_and_none_is_reflected() {
    // G6
    for origin in [
        "null",
        "https://evil.example",
        "http://localhost",
        "https://localhost:5173",
        "http://localhost:5173.evil.example",
        "HTTP://LOCALHOST:5173",
        "https://admin.example:8443",
    ] {
        let reply = from(origin, "/things/mine").await;
        assert_eq!(allowed(&reply), "", "{origin}");
        assert!(varies_by_origin(&reply));
    }
}

#[actix_web::test]
async fn errors_can_be_read_as_well() {
    // G6, G4
    for path in ["/nowhere", "/panics", "/sleeps", "/foreign-error"] {
        assert_eq!(allowed(&from(FRONT_END, path).await), FRONT_END, "{path}");
    }
}

#[actix_web::test]
async fn the_fields_that_clients_need_are_exposed() {
    // G6
    let reply = from(FRONT_END, "/things/mine").await;
    let exposed = reply
        .header("access-control-expose-headers")
        .to_ascii_lowercase();

    for field in [
        "etag",
        "link",
        "retry-after",
        "ratelimit",
        "x-request-id",
        "content-disposition",
        "idempotency-replayed",
        "x-access-token",
        "x-access-token-expires-at",
    ] {
        assert!(exposed.contains(field), "{field} in {exposed}");
    }
}

#[actix_web::test]
async fn a_preflight_of_the_front_end_is_granted() {
    // G6
    let reply = preflight(
        FRONT_END,
        "PATCH",
        "authorization, content-type, if-match, traceparent",
    )
    .await;

    assert_eq!(reply.status, 200);
    assert_eq!(allowed(&reply), FRONT_END);
}

#[actix_web::test]
async fn another_preflight_is_refused() {
    // G6
    for reply in [
        preflight("https://evil.example", "POST", "content-type").await,
        preflight("null", "POST", "content-type").await,
        preflight(FRONT_END, "POST", "x-anything").await,
        preflight(FRONT_END, "TRACE", "content-type").await,
    ] {
        reply.assert_problem(400, "cors_refused");
        assert_eq!(allowed(&reply), "");
    }
}
