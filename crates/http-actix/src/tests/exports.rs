//! Everything that is kept of a user, for that user.

use actix_web::body::{BodySize, MessageBody, to_bytes};
use actix_web::http::Method;
use port_contracts::fixtures::an_item_of;
use serde_json::{Value, json};

use super::world::{Client, World, a_world, a_world_of, to};
use crate::openapi::openapi;

const EXPORT: &str = "/users/me/export";

async fn ask_for_one(world: &World, client: &Client) -> Value {
    let reply = world.post(client, EXPORT, &Value::Null).await;
    assert_eq!(reply.status, 202);
    reply.json()
}

async fn read(world: &World, client: &Client) -> Value {
    let reply = world.get(client, EXPORT).await;
    assert_eq!(reply.status, 200);
    // G5
    assert_eq!(reply.header("cache-control"), "no-store");
    reply.json()
}

#[actix_web::test]
async fn an_export_is_asked_for_made_and_fetched() {
    let world = a_world().await;
    let kim = world.client().await;
    let asked = ask_for_one(&world, &kim).await;
    let expected = json!({
        "id": asked["id"],
        "state": "queued",
        "created_at": "2026-01-02T03:04:05.678901Z",
        "expires_at": null,
    });
    assert_eq!(asked, expected);
    assert_eq!(ask_for_one(&world, &kim).await, asked);
    let waiting = read(&world, &kim).await;
    assert_eq!(
        (&waiting["id"], &waiting["state"]),
        (&asked["id"], &asked["state"])
    );
    assert_eq!(waiting["data"], json!(null));

    world.do_jobs().await;

    let made = read(&world, &kim).await;
    assert_eq!(made["state"], "ready");
    assert_eq!(made["expires_at"], "2026-01-03T03:04:05.678901Z");
    assert_eq!(made["data"]["account"]["id"], kim.user.id.to_string());
    assert_eq!(made["data"]["onboarding"], json!(null));
    let event = &made["data"]["audit_events"][0];
    assert_eq!(event["event"], "export.requested");
    assert_eq!(
        (&event["actor"], &event["subject"]),
        (&json!("you"), &json!("you"))
    );
}

// What the job writes is what the document promises: no member is lost on the way out, and none is added.
#[actix_web::test]
async fn every_documented_member_is_in_it() {
    let world = a_world().await;
    let kim = world.client().await;
    let item = json!({"title": "Kim's", "description": "A boat"});
    assert_eq!(world.post(&kim, "/items/", &item).await.status, 200);
    ask_for_one(&world, &kim).await;
    world.do_jobs().await;
    let data = read(&world, &kim).await["data"].take();
    for (name, found) in [
        ("ExportData", &data),
        ("ExportedAccount", &data["account"]),
        ("ExportedSession", &data["sessions"][0]),
        ("ExportedItem", &data["items"][0]),
        ("ExportedEvent", &data["audit_events"][0]),
    ] {
        assert_eq!(members(found), documented(name), "{name}");
    }
}

fn members(value: &Value) -> Vec<String> {
    let members = value.as_object().expect("an object");
    let mut names: Vec<_> = members.keys().cloned().collect();
    names.sort_unstable();
    names
}

/// Every member of a schema; each is required.
fn documented(schema: &str) -> Vec<String> {
    let document = serde_json::to_value(openapi()).unwrap();
    let schema = &document["components"]["schemas"][schema];
    let names = members(&schema["properties"]);
    let required = schema["required"].as_array().unwrap();
    assert_eq!(required.len(), names.len());
    names
}

// A number is what it was, however many digits it has.
#[actix_web::test]
async fn answers_leave_as_they_were_given() {
    let world = a_world().await;
    let (root, kim) = (world.superuser().await, world.client().await);
    let asked = world.get(&kim, "/signup/questions").await.json();
    for question in asked["data"].as_array().unwrap() {
        let path = format!("/signup/questions/{}", question["id"].as_str().unwrap());
        assert_eq!(world.delete(&root, &path).await.status, 204);
    }
    let question = json!({
        "key": "height", "prompt": "How tall?", "kind": "number", "required": false, "position": 1,
    });
    let made = world.post(&root, "/signup/questions", &question).await;
    assert_eq!(made.status, 201);
    let answers = json!({"answers": {"height": 12_345.678_901_234_567}});
    assert_eq!(
        world.post(&kim, "/signup/user-info", &answers).await.status,
        201
    );
    ask_for_one(&world, &kim).await;
    world.do_jobs().await;
    let export = world.get(&kim, EXPORT).await;
    let info = world.get(&kim, "/signup/user-info").await;
    assert_eq!(
        export.json()["data"]["onboarding"]["answers"],
        info.json()["answers"]
    );
}

#[actix_web::test]
async fn there_is_none_that_nobody_asked_for() {
    let world = a_world().await;
    let (kim, lee) = (world.client().await, world.client().await);
    world
        .get(&kim, EXPORT)
        .await
        .assert_problem(404, "export_not_found");
    ask_for_one(&world, &kim).await;
    world.do_jobs().await;
    world
        .get(&lee, EXPORT)
        .await
        .assert_problem(404, "export_not_found");
}

// API4: each of them reads everything that is kept of somebody. Looking how far it has come costs nothing.
#[actix_web::test]
async fn one_user_asks_only_so_often() {
    let world = a_world_of(|_, policies| {
        policies.limits.exports_per_user.burst = 2.try_into().unwrap();
    })
    .await;
    let (kim, eve) = (world.client().await, world.client().await);
    let first = world.post(&kim, EXPORT, &Value::Null).await;
    assert_eq!(first.status, 202);
    assert_eq!(
        first.header("ratelimit-policy"),
        "\"exports_per_user\";q=2;w=3600"
    );
    assert_eq!(first.header("ratelimit"), "\"exports_per_user\";r=1;t=1800");
    ask_for_one(&world, &kim).await;
    let third = world.post(&kim, EXPORT, &Value::Null).await;
    assert_eq!(third.header("ratelimit"), "\"exports_per_user\";r=0;t=3600");
    assert_eq!(third.header("retry-after"), "1800");
    third.assert_problem(429, "too_many_requests");
    read(&world, &kim).await;
    ask_for_one(&world, &eve).await;
}

// I3: the same request twice is one, whatever has come of it in between.
#[actix_web::test]
async fn a_request_under_a_key_takes_effect_once() {
    let world = a_world().await;
    let kim = world.client().await;
    let under_a_key = async || {
        let request = to(Method::POST, EXPORT).insert_header(("idempotency-key", "k-1"));
        world.ask(&kim, request).await
    };
    let first = under_a_key().await;
    assert_eq!(first.status, 202);
    // What was only promised has no version.
    assert_eq!(first.header("etag"), "");
    world.do_jobs().await;
    let again = under_a_key().await;
    assert_eq!(again.status, 202);
    assert_eq!(again.header("idempotency-replayed"), "true");
    assert_eq!(again.text(), first.text());
    assert_eq!(read(&world, &kim).await["id"], first.json()["id"]);
    let without = ask_for_one(&world, &kim).await;
    assert_ne!(without["id"], first.json()["id"]);
}

/// So many items that the document has more than one part.
async fn keep_much(world: &World, client: &Client) {
    let long = || an_item_of(&client.user).described(&"d".repeat(250)).build();
    let items: Vec<_> = (0..1_000).map(|_| long()).collect();
    world.keep(&items).await;
}

#[actix_web::test]
async fn a_large_export_is_sent_while_it_is_read() {
    let world = a_world().await;
    let kim = world.client().await;
    keep_much(&world, &kim).await;
    ask_for_one(&world, &kim).await;
    world.do_jobs().await;
    let body = world.body_of(&kim, EXPORT).await;
    assert!(matches!(body.size(), BodySize::Stream));
    let made = read(&world, &kim).await;
    assert_eq!(made["data"]["items"].as_array().map(Vec::len), Some(1_000));
}

// One that was replaced while it was fetched is no whole one, and is not taken for one.
#[actix_web::test]
async fn a_document_that_is_gone_on_the_way_never_looks_whole() {
    let world = a_world().await;
    let kim = world.client().await;
    keep_much(&world, &kim).await;
    ask_for_one(&world, &kim).await;
    world.do_jobs().await;
    let body = world.body_of(&kim, EXPORT).await;
    let newer = ask_for_one(&world, &kim).await;
    assert!(to_bytes(body).await.is_err());
    let found = read(&world, &kim).await;
    assert_eq!(
        (&found["id"], &found["state"]),
        (&newer["id"], &json!("queued"))
    );
    assert_eq!(found["data"], json!(null));
}
