//! A renewed token is on the reply, whatever the reply is (security.md 2.5).

use std::time::Duration;

use actix_web::http::Method;
use actix_web::test::TestRequest;
use actix_web::{HttpMessage, HttpRequest, HttpResponse, get};
use application::sessions::IssuedToken;
use domain::session::SessionId;
use domain::timestamp::Timestamp;
use domain::token::AccessToken;
use utoipa_actix_web::service_config::ServiceConfig;
use uuid::Uuid;

use super::stack::{Reply, ask_of, settings};
use crate::problem::{ErrorCode, Problem};
use crate::token_delivery::TokenDelivery;

/// Renews the token of whoever asks, and answers as it is told to.
#[utoipa::path(responses((status = 200)))]
#[get("/renews")]
async fn renews(request: HttpRequest) -> Result<HttpResponse, Problem> {
    if request.query_string() == "live" {
        return Ok(HttpResponse::Ok().finish());
    }
    let delivery = request.extensions().get::<TokenDelivery>().cloned();
    delivery.unwrap().leave(IssuedToken {
        token: AccessToken::from_sealed("renewed".to_owned()),
        expires_at: Timestamp::from_unix_seconds(1_700_000_000),
        expires_in: Duration::from_mins(15),
        session: SessionId::from_uuid(Uuid::nil()),
    });
    match request.query_string() {
        "kept" => Ok(HttpResponse::Ok()
            .insert_header(("cache-control", "max-age=60"))
            .finish()),
        "refused" => Err(Problem::new(ErrorCode::InsufficientPrivileges)),
        "panics" => panic!("after the renewal"),
        "sleeps" => {
            tokio::time::sleep(Duration::from_mins(1)).await;
            Ok(HttpResponse::Ok().finish())
        }
        _ => Ok(HttpResponse::Ok().finish()),
    }
}

async fn ask(request: TestRequest) -> Reply {
    let request = request.insert_header(("authorization", "Bearer expired"));
    let routes = |config: &mut ServiceConfig<'_>| {
        config.service(renews);
    };
    ask_of(settings("http://api.example"), routes, request).await
}

// I10
#[actix_web::test]
async fn every_reply_carries_the_token_and_nobody_keeps_it() {
    for (how, status) in [
        ("answers", 200),
        ("kept", 200),
        ("refused", 403),
        ("panics", 500),
        ("sleeps", 503),
    ] {
        let reply = ask(TestRequest::with_uri(&format!("/renews?{how}"))).await;

        assert_eq!(reply.status, status, "{how}");
        assert_eq!(reply.header("x-access-token"), "renewed", "{how}");
        assert_eq!(
            reply.header("x-access-token-expires-at"),
            "2023-11-14T22:13:20.000000Z"
        );
        assert_eq!(reply.header("cache-control"), "no-store");
        let mut varies = reply.headers.get_all("vary");
        assert!(varies.any(|value| value == "authorization"));
    }
}

#[actix_web::test]
async fn a_request_without_a_renewal_gets_no_token() {
    for reply in [
        ask(TestRequest::with_uri("/renews?live")).await,
        ask(TestRequest::with_uri("/renews?answers").method(Method::OPTIONS)).await,
    ] {
        assert_eq!(reply.header("x-access-token"), "");
    }
}

// G6
#[actix_web::test]
async fn only_pages_that_may_read_it_get_a_token() {
    for (origin, token) in [
        ("http://localhost:5173", "renewed"),
        ("http://api.example", "renewed"),
        ("https://evil.example", ""),
        ("null", ""),
    ] {
        let request = TestRequest::with_uri("/renews?answers");
        let reply = ask(request.insert_header(("origin", origin))).await;
        assert_eq!(reply.header("x-access-token"), token, "{origin}");
    }
}
