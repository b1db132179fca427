//! Answers: their form, their life, and every fault of them at once (F6r).

use std::time::Duration;

use actix_web::http::Method;
use serde_json::{Value, json};

use super::super::world::{Client, World, to};
use super::{USER_INFO, a_silent_world, ask, assert_broken, colour, words};

/// One question of each kind; all but the text and the truth must be answered.
async fn ask_everything(world: &World, root: &Client) {
    let mut colours = colour();
    colours["key"] = json!("colours");
    colours["kind"] = json!("multiple_choice");
    colours["position"] = json!(4);
    ask(world, root, &colour()).await;
    ask(world, root, &colours).await;
    for (position, kind) in (5..).zip(["number", "date", "boolean", "text"]) {
        let required = position < 7;
        ask(
            world,
            root,
            &json!({"key": kind, "prompt": "?", "kind": kind, "required": required, "position": position}),
        )
        .await;
    }
}

async fn send_as_it_is(world: &World, client: &Client, body: &str) -> super::Reply {
    let request = to(Method::POST, USER_INFO)
        .insert_header(("content-type", "application/json"))
        .set_payload(body.to_owned());
    world.ask(client, request).await
}

// The digits of a number are the user's: a float would make 36.5 of these, and something else of the other.
#[actix_web::test]
async fn answers_come_back_as_they_were_given() {
    let (world, root) = a_silent_world().await;
    ask_everything(&world, &root).await;
    for number in ["36.50", "-0", "12345678901234567890.123", "1E+2"] {
        let kim = world.client().await;
        let answers = format!(
            "{{\"boolean\":false,\"colour\":\"red\",\"colours\":[\"red\",\"blue\"],\
             \"date\":\"1815-12-10\",\"number\":{number},\"text\":\"a\\nb \u{1F3EE}\"}}"
        );
        let made = send_as_it_is(&world, &kim, &format!("{{\"answers\": {answers}}}")).await;
        assert_eq!(made.status, 201, "{}", made.text());
        let moment = "2026-01-02T03:04:05.678901Z";
        let form = format!(
            "{{\"answers\":{answers},\"created_at\":\"{moment}\",\"updated_at\":\"{moment}\"}}"
        );
        assert_eq!(made.text(), form);
        assert_eq!(world.get(&kim, USER_INFO).await.text(), form);
    }
}

#[actix_web::test]
async fn answers_are_given_once_changed_and_taken_back() {
    let (world, root) = a_silent_world().await;
    let kim = world.client().await;
    ask(&world, &root, &words("name")).await;
    let named = |name: &str| json!({"answers": {"name": name}});
    let missing = world.put(&kim, USER_INFO, &named("a")).await;
    missing.assert_problem(404, "user_info_not_found");
    let first = world.post(&kim, USER_INFO, &named("a")).await;
    assert_eq!(first.status, 201);
    let again = world.post(&kim, USER_INFO, &named("b")).await;
    again.assert_problem(409, "user_info_exists");

    world.clock.advance(Duration::from_secs(1));
    let changed = world.put(&kim, USER_INFO, &json!({"answers": {}})).await;
    assert_eq!(changed.status, 200, "{}", changed.text());
    let changed = changed.json();
    assert_eq!(changed["answers"], json!({}));
    assert_eq!(changed["created_at"], first.json()["created_at"]);
    assert_eq!(changed["updated_at"], "2026-01-02T03:04:06.678901Z");
    assert_eq!(world.get(&kim, USER_INFO).await.json(), changed);

    let deleted = world.delete(&kim, USER_INFO).await;
    assert_eq!(
        (deleted.status.as_u16(), deleted.text()),
        (204, String::new())
    );
    for reply in [
        world.get(&kim, USER_INFO).await,
        world.delete(&kim, USER_INFO).await,
    ] {
        reply.assert_problem(404, "user_info_not_found");
    }
    assert_eq!(world.post(&kim, USER_INFO, &named("c")).await.status, 201);
}

#[actix_web::test]
async fn every_fault_is_named_at_once() {
    let (world, root) = a_silent_world().await;
    ask_everything(&world, &root).await;
    let (kim, eve) = (world.client().await, world.client().await);
    let good = json!({"answers": {
        "colour": "red", "colours": ["blue"], "number": 1, "date": "1815-12-10",
    }});
    assert_eq!(world.post(&eve, USER_INFO, &good).await.status, 201);
    let at = |key: &str| json!(["answers", key]);
    for (answers, broken) in [
        (
            json!({}),
            vec![
                (at("colour"), "missing"),
                (at("colours"), "missing"),
                (at("number"), "missing"),
                (at("date"), "missing"),
            ],
        ),
        (
            json!({
                "zip": 1, "colour": "green", "colours": ["red", "red"], "number": "1", "date": "1900-02-29",
                "boolean": "yes", "text": "a\u{0}", "Colour": "red",
            }),
            vec![
                (at("colour"), "choice"),
                (at("colours"), "choices"),
                (at("number"), "number"),
                (at("date"), "date"),
                (at("boolean"), "boolean"),
                (at("text"), "control_character"),
                (at("Colour"), "unknown_question"),
                (at("zip"), "unknown_question"),
            ],
        ),
        (
            json!({"colour": null, "colours": [], "number": null, "date": {}, "boolean": [true], "text": 1}),
            vec![
                (at("colour"), "choice"),
                (at("colours"), "too_short"),
                (at("number"), "number"),
                (at("date"), "date"),
                (at("boolean"), "boolean"),
                (at("text"), "text"),
            ],
        ),
    ] {
        let body = json!({"answers": answers});
        let made = world.post(&kim, USER_INFO, &body).await;
        assert_broken(&made, &broken, &body);
        let changed = world.put(&eve, USER_INFO, &body).await;
        assert_broken(&changed, &broken, &body);
    }
    let reply = world.get(&kim, USER_INFO).await;
    reply.assert_problem(404, "user_info_not_found");
    let seen = world.get(&eve, USER_INFO).await;
    assert_eq!(seen.json()["answers"], good["answers"]);
}

// F13r, F14r
#[actix_web::test]
async fn a_text_is_refused_with_the_rule_that_it_breaks() {
    let (world, root) = a_silent_world().await;
    let mut name = words("name");
    name["required"] = json!(true);
    ask(&world, &root, &name).await;
    let kim = world.client().await;
    for (text, rule, message) in [
        ("a\0", "control_character", "control characters"),
        ("a\u{202E}b", "control_character", "direction"),
        (&*"a".repeat(1001), "too_long", "at most 1000"),
        ("\u{200B}", "too_short", "empty"),
    ] {
        let body = json!({"answers": {"name": text}});
        let reply = world.post(&kim, USER_INFO, &body).await;
        assert_broken(&reply, &[(json!(["answers", "name"]), rule)], &body);
        let problem = reply.json();
        let said = problem["errors"][0]["msg"].as_str().unwrap();
        assert!(said.contains(message), "{said}");
    }
}

#[actix_web::test]
async fn answers_are_an_object_with_each_key_once() {
    let (world, root) = a_silent_world().await;
    let kim = world.client().await;
    ask(&world, &root, &words("name")).await;
    for (body, broken) in [
        ("{}", (json!(["answers"]), "missing")),
        ("{\"answers\": null}", (json!(["answers"]), "missing")),
        ("{\"answers\": []}", (json!(["answers"]), "object_type")),
        (
            "{\"answers\": \"name\"}",
            (json!(["answers"]), "object_type"),
        ),
        (
            "{\"answers\": {\"name\": \"a\", \"name\": \"b\"}}",
            (json!(["answers", "name"]), "duplicate"),
        ),
        (
            "{\"answers\": {\"name\": \"\\ud800\"}}",
            (json!(["answers", "name"]), "text"),
        ),
    ] {
        let reply = send_as_it_is(&world, &kim, body).await;
        assert_broken(&reply, &[broken], &json!(body));
    }
    for body in [
        "{\"answers\": {\"name\": }}",
        "{\"answers\": {\"name\": 01}}",
    ] {
        let reply = send_as_it_is(&world, &kim, body).await;
        reply.assert_problem(400, "malformed_json");
    }
}

#[actix_web::test]
async fn answers_that_may_be_sent_twice_are_taken_once() {
    let (world, root) = a_silent_world().await;
    let kim = world.client().await;
    ask(&world, &root, &words("name")).await;
    let answer = async |body: &Value| {
        let request = to(Method::POST, USER_INFO).insert_header(("idempotency-key", "k-1"));
        world.ask(&kim, request.set_json(body)).await
    };
    let body = json!({"answers": {"name": "Kim"}});
    let first = answer(&body).await;
    let again = answer(&body).await;
    assert_eq!((first.status.as_u16(), again.status.as_u16()), (201, 201));
    assert_eq!(first.text(), again.text());
    assert_eq!(again.header("etag"), first.header("etag"));
    assert_eq!(again.header("idempotency-replayed"), "true");
    let other = answer(&json!({"answers": {}})).await;
    other.assert_problem(422, "idempotency_key_reused");
}

// F2r
#[actix_web::test]
async fn nobody_assigns_what_the_server_assigns() {
    let (world, _) = a_silent_world().await;
    let kim = world.client().await;
    let body = json!({
        "answers": {}, "created_at": "2000-01-01T00:00:00Z", "updated_at": "2000-01-01T00:00:00Z",
        "version": 99, "user_id": "01935f4e-7c2a-7b10-8a55-3d2c1b0a9f8e", "is_superuser": true,
    });
    let made = world.post(&kim, USER_INFO, &body).await;
    assert_eq!(made.status, 201);
    assert_ne!(made.header("etag"), "\"99\"");
    assert_eq!(made.json()["created_at"], "2026-01-02T03:04:05.678901Z");
    let put = world.put(&kim, USER_INFO, &body).await;
    let tag = made.header("etag");
    assert_eq!((put.json(), put.header("etag")), (made.json(), tag));
}
