//! Accounts for tests, only in development.

use actix_web::http::Method;
use serde_json::json;

use super::world::{a_world, to};

const PATH: &str = "/private/users/";

#[actix_web::test]
async fn an_account_is_made_for_whoever_asks() {
    let world = a_world().await;
    let body = json!({
        "email": "ada@example.com",
        "password": "changethis",
        "full_name": "Ada",
        "is_verified": true,
        "is_superuser": true,
    });
    let made = world.send(to(Method::POST, PATH).set_json(&body)).await;

    assert_eq!(made.status, 200, "{}", made.text());
    assert_eq!(made.json()["email"], "ada@example.com");
    assert_eq!(made.json()["full_name"], "Ada");
    // F2r
    assert_eq!(made.json()["is_superuser"], false);
    let again = world.send(to(Method::POST, PATH).set_json(&body)).await;
    again.assert_problem(400, "user_exists");
}

#[actix_web::test]
async fn what_is_missing_and_what_is_wrong_is_told_at_once() {
    let world = a_world().await;
    for (body, places) in [
        (json!({}), &["email", "password", "full_name"][..]),
        (
            json!({"email": "ada", "password": "short", "full_name": "Ada"}),
            &["email", "password"],
        ),
        (
            json!({"email": "ada@example.com", "password": "lantern-bridge", "full_name": "\n"}),
            &["full_name"],
        ),
    ] {
        let reply = world.send(to(Method::POST, PATH).set_json(&body)).await;
        reply.assert_problem(422, "validation_failed");
        let errors = reply.json()["errors"].clone();
        let found: Vec<_> = errors
            .as_array()
            .unwrap()
            .iter()
            .map(|it| &it["loc"][1])
            .collect();
        assert_eq!(found, places, "{body}");
    }
}
