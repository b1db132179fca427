//! Identifiers in paths (E6).

use actix_web::get;
use actix_web::test::TestRequest;
use domain::session::TokenId;
use serde_json::json;
use utoipa_actix_web::service_config::ServiceConfig;

use super::stack::{Reply, ask_of, settings};
use crate::extract::PathId;

#[utoipa::path(
    security(("BearerAuth" = [])),
    params(("jti" = String, Path)),
    responses((status = 200)),
)]
#[get("/tokens/{jti}")]
async fn token(jti: PathId<TokenId>) -> String {
    jti.0.to_string()
}

async fn ask(id: &str, credentials: &str) -> Reply {
    let request = TestRequest::with_uri(&format!("/tokens/{id}"));
    let request = request.insert_header(("authorization", credentials));
    let routes = |config: &mut ServiceConfig<'_>| {
        config.service(token);
    };
    ask_of(settings("http://api.example"), routes, request).await
}

#[actix_web::test]
async fn every_form_of_a_uuid_is_the_same_id() {
    let id = "01935f4e-7c2a-7b10-8a55-3d2c1b0a9f8e";
    for form in [id.to_owned(), id.to_uppercase(), id.replace('-', "")] {
        assert_eq!(ask(&form, "Bearer any").await.text(), id);
    }
}

// E6
#[actix_web::test]
async fn anything_else_is_422_and_names_the_parameter() {
    for id in [
        "*",
        "jwt:*",
        "..%2f",
        "%0d%0a",
        "1",
        "01935f4e-7c2a-7b10-8a55-3d2c1b0a9f8",
        "%00",
    ] {
        let reply = ask(id, "Bearer any").await;
        reply.assert_problem(422, "validation_failed");
        assert_eq!(
            reply.json()["errors"][0]["loc"],
            json!(["path", "jti"]),
            "{id}"
        );
    }
}

// E1
#[actix_web::test]
async fn without_a_token_the_id_is_not_even_looked_at() {
    ask("*", "Basic any")
        .await
        .assert_problem(401, "not_authenticated");
}
