//! Requests that may be sent twice (`Idempotency-Key`).

use std::time::Duration;

use actix_web::http::Method;
use serde_json::{Value, json};

use super::super::stack::Reply;
use super::super::world::{Client, World, a_world, to};

async fn make_with(world: &World, client: &Client, key: &str, body: &Value) -> Reply {
    let request = to(Method::POST, "/items/").insert_header(("idempotency-key", key));
    world.ask(client, request.set_json(body)).await
}

async fn count(world: &World, client: &Client) -> Value {
    world.get(client, "/items/").await.json()["count"].clone()
}

#[actix_web::test]
async fn the_same_request_gets_the_same_reply_and_makes_nothing_again() {
    let world = a_world().await;
    let kim = world.client().await;
    let body = json!({"title": "Lantern"});
    let first = make_with(&world, &kim, "order-1", &body).await;
    world.clock.advance(Duration::from_mins(10));

    for key in ["order-1", "\"order-1\""] {
        let again = make_with(&world, &kim, key, &body).await;
        assert_eq!(again.status, first.status);
        assert_eq!(again.text(), first.text());
        for field in ["etag", "content-type"] {
            assert_eq!(again.header(field), first.header(field), "{field}");
        }
        assert_eq!(again.header("idempotency-replayed"), "true");
    }
    assert_eq!(first.header("idempotency-replayed"), "");
    assert_eq!(count(&world, &kim).await, 1);
}

#[actix_web::test]
async fn another_request_under_the_same_key_is_422() {
    let world = a_world().await;
    let kim = world.client().await;
    make_with(&world, &kim, "order-1", &json!({"title": "Lantern"})).await;

    let other = make_with(&world, &kim, "order-1", &json!({"title": "Lamp"})).await;

    other.assert_problem(422, "idempotency_key_reused");
    assert_eq!(count(&world, &kim).await, 1);
}

#[actix_web::test]
async fn keys_of_different_people_are_different_keys() {
    let world = a_world().await;
    let (kim, eve) = (world.client().await, world.client().await);
    let body = json!({"title": "Lantern"});
    let kims = make_with(&world, &kim, "order-1", &body).await;
    let eves = make_with(&world, &eve, "order-1", &body).await;

    assert_eq!(eves.header("idempotency-replayed"), "");
    assert_ne!(eves.json()["id"], kims.json()["id"]);
    assert_eq!(eves.json()["owner_id"], eve.user.id.to_string());
}

#[actix_web::test]
async fn a_refused_request_leaves_its_key_free() {
    let world = a_world().await;
    let kim = world.client().await;
    let refused = make_with(&world, &kim, "order-1", &json!({"title": ""})).await;
    refused.assert_problem(422, "validation_failed");

    let made = make_with(&world, &kim, "order-1", &json!({"title": "Lantern"})).await;
    assert_eq!(made.status, 200);
}

#[actix_web::test]
async fn two_at_once_make_one() {
    let world = a_world().await;
    let kim = world.client().await;
    for round in 0..10 {
        let (key, body) = (format!("order-{round}"), json!({"title": "Lantern"}));
        let (one, other) = tokio::join!(
            make_with(&world, &kim, &key, &body),
            make_with(&world, &kim, &key, &body),
        );
        for reply in [&one, &other] {
            if reply.status != 200 {
                reply.assert_problem(409, "idempotency_key_in_use");
            }
        }
        assert!(one.status == 200 || other.status == 200);
        assert_eq!(count(&world, &kim).await, round + 1);
    }
}

// I19
#[actix_web::test]
async fn a_client_that_goes_away_finds_what_it_asked_for_when_it_asks_again() {
    let world = a_world().await;
    let kim = world.client().await;
    let body = json!({"title": "Lantern"});
    for round in 0..30_u64 {
        let key = format!("order-{round}");
        let first = make_with(&world, &kim, &key, &body);
        // Cut off a little later each time: before, in and after the write.
        let _ = tokio::time::timeout(Duration::from_micros(round * 500), first).await;
        let mut again = make_with(&world, &kim, &key, &body).await;
        while again.status == 409 {
            tokio::time::sleep(Duration::from_millis(1)).await;
            again = make_with(&world, &kim, &key, &body).await;
        }
        assert_eq!(again.status, 200);
        assert_eq!(count(&world, &kim).await, round + 1);
    }
}

#[actix_web::test]
async fn a_key_that_is_none_is_422_and_named() {
    let world = a_world().await;
    let kim = world.client().await;
    for key in ["", "\"\"", "\"open", &"k".repeat(256)] {
        let reply = make_with(&world, &kim, key, &json!({"title": "Lantern"})).await;
        reply.assert_problem(422, "validation_failed");
        let error = &reply.json()["errors"][0];
        assert_eq!(error["loc"], json!(["header", "Idempotency-Key"]), "{key}");
    }
    assert_eq!(count(&world, &kim).await, 0);
}
