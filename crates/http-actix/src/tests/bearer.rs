//! Tokens and challenges (D4, D5).

use actix_web::http::header::AUTHORIZATION;
use actix_web::test::TestRequest;

use super::stack::{Reply, ask, get};

async fn with(credentials: &str) -> Reply {
    ask(TestRequest::with_uri("/private").insert_header((AUTHORIZATION, credentials))).await
}

#[actix_web::test]
async fn the_scheme_is_compared_without_case() {
    // D4
    for credentials in ["Bearer good", "bearer good", "BEARER  good "] {
        assert_eq!(with(credentials).await.text(), "welcome", "{credentials}");
    }
}

#[actix_web::test]
async fn no_credentials_get_a_challenge_without_an_error() {
    // D5
    for reply in [
        get("/private").await,
        with("Basic Z29vZA==").await,
        with("Bearer").await,
    ] {
        reply.assert_problem(401, "not_authenticated");
        assert_eq!(reply.header("www-authenticate"), "Bearer");
        assert_eq!(reply.json()["detail"], "Not authenticated");
    }
}

#[actix_web::test]
async fn a_token_that_does_not_count_gets_invalid_token() {
    // D5
    let reply = with("Bearer bad").await;

    reply.assert_problem(401, "invalid_token");
    assert_eq!(
        reply.header("www-authenticate"),
        r#"Bearer error="invalid_token""#
    );
    assert_eq!(reply.json()["detail"], "Could not validate credentials");
}

#[actix_web::test]
async fn a_missing_right_gets_insufficient_scope() {
    // D5
    let request = TestRequest::with_uri("/admins-only");
    let reply = ask(request.insert_header((AUTHORIZATION, "Bearer good"))).await;

    reply.assert_problem(403, "insufficient_privileges");
    assert_eq!(
        reply.header("www-authenticate"),
        r#"Bearer error="insufficient_scope""#
    );
}

#[actix_web::test]
async fn a_token_in_the_query_is_not_looked_at() {
    // D4
    get("/private?access_token=good")
        .await
        .assert_problem(401, "not_authenticated");
}

#[actix_web::test]
async fn two_authorization_headers_are_a_bad_request() {
    // D4
    let request = TestRequest::with_uri("/private")
        .append_header((AUTHORIZATION, "Bearer good"))
        .append_header((AUTHORIZATION, "Bearer good"));

    ask(request).await.assert_problem(400, "bad_request");
}
