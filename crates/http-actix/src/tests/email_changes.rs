//! Addresses that are confirmed by a code and can be taken back by a link (F7r).

use std::sync::Arc;
use std::time::Duration;

use actix_web::http::Method;
use application::EmailChangeMode;
use serde_json::{Value, json};

use super::post::Post;
use super::stack::Reply;
use super::users::{PASSWORD, a_person, assert_message, assert_told, logs_in};
use super::world::{Client, World, a_world, a_world_of, to};

const OLD: &str = "kim@example.com";
const NEW: &str = "kim@new.example.com";

/// A world where addresses are confirmed, with somebody in it.
async fn a_careful_world() -> (World, Arc<Post>, Client) {
    let mut post = None;
    let world = a_world_of(|ports, policies| {
        post = Some(Post::of(ports));
        policies.accounts.email_change = EmailChangeMode::Confirmed;
    })
    .await;
    let kim = a_person(&world, OLD).await;
    (world, post.unwrap(), kim)
}

fn wish() -> Value {
    json!({"email": NEW, "current_password": PASSWORD})
}

/// Asks for the new address; gives the code.
async fn ask_for_new(world: &World, post: &Post, kim: &Client) -> String {
    let reply = world.patch(kim, "/users/me", &wish()).await;
    assert_eq!(reply.status, 200, "{}", reply.text());
    world.do_jobs().await;
    post.secret("code", NEW)
}

async fn confirm(world: &World, kim: &Client, code: &str) -> Reply {
    world
        .post(kim, "/users/me/email/confirm", &json!({ "code": code }))
        .await
}

async fn undo(world: &World, token: &str) -> Reply {
    let request = to(Method::POST, "/users/email/undo");
    world
        .send(request.set_json(json!({ "token": token })))
        .await
}

fn wrong(code: &str) -> String {
    let first = if code.starts_with('0') { "1" } else { "0" };
    format!("{first}{}", &code[1..])
}

#[actix_web::test]
async fn another_address_waits_for_its_code() {
    let (world, post, kim) = a_careful_world().await;

    let asked = world.patch(&kim, "/users/me", &wish()).await;

    assert_eq!(
        (&asked.json()["email"], &asked.json()["pending_email"]),
        (&json!(OLD), &json!(NEW))
    );
    assert!(logs_in(&world, OLD, PASSWORD).await && !logs_in(&world, NEW, PASSWORD).await);
    world.do_jobs().await;
    assert_eq!((post.count("code", NEW), post.count("notice", OLD)), (1, 1));

    let confirmed = confirm(&world, &kim, &post.secret("code", NEW)).await;
    assert_eq!(confirmed.status, 200, "{}", confirmed.text());
    let user = confirmed.json();
    assert_eq!(
        (&user["email"], &user["pending_email"]),
        (&json!(NEW), &json!(null))
    );
    assert_eq!(world.get(&kim, "/users/me").await.json(), user);
    assert!(logs_in(&world, NEW, PASSWORD).await && !logs_in(&world, OLD, PASSWORD).await);
}

#[actix_web::test]
async fn another_address_wants_the_password() {
    let (world, _, kim) = a_careful_world().await;

    let reply = world
        .patch(&kim, "/users/me", &json!({ "email": NEW }))
        .await;
    assert_eq!(reply.broken_fields(), ["body.current_password missing"]);
    let wrong = json!({"email": NEW, "current_password": "wrong"});
    let reply = world.patch(&kim, "/users/me", &wrong).await;
    assert_told(&reply, 400, "incorrect_password", "Incorrect password");
    for update in [
        json!({"full_name": "Kim"}),
        json!({"email": OLD}),
        json!({"email": "KIM@example.com"}),
    ] {
        let reply = world.patch(&kim, "/users/me", &update).await;
        assert_eq!(
            (reply.status.as_u16(), &reply.json()["pending_email"]),
            (200, &json!(null))
        );
    }
}

#[actix_web::test]
async fn another_address_wants_a_token_that_has_not_expired() {
    let (world, _, kim) = a_careful_world().await;
    world.clock.advance(Duration::from_mins(31));

    let stale = world.patch(&kim, "/users/me", &wish()).await;

    stale.assert_problem(401, "invalid_token");
    assert_eq!(
        stale.header("www-authenticate"),
        r#"Bearer error="invalid_token""#
    );
    let renewed = format!("Bearer {}", stale.header("x-access-token"));
    let again = to(Method::PATCH, "/users/me").insert_header(("authorization", renewed));
    let again = world.send(again.set_json(wish())).await;
    assert_eq!(again.json()["pending_email"], NEW);
}

#[actix_web::test]
async fn an_address_that_somebody_has_is_409() {
    let (world, _, kim) = a_careful_world().await;
    a_person(&world, NEW).await;

    let reply = world.patch(&kim, "/users/me", &wish()).await;

    assert_told(
        &reply,
        409,
        "email_taken",
        "User with this email already exists",
    );
}

// A7
#[actix_web::test]
async fn five_wrong_codes_end_the_change() {
    let (world, post, kim) = a_careful_world().await;
    let code = ask_for_new(&world, &post, &kim).await;
    let most = port_contracts::fixtures::registration_policy().max_attempts;

    for left in (0..most).rev() {
        let reply = confirm(&world, &kim, &wrong(&code)).await;
        reply.assert_problem(400, "otp_invalid");
        assert_eq!(reply.json()["attempts_left"], left);
    }
    let reply = confirm(&world, &kim, &code).await;
    reply.assert_problem(400, "otp_attempts_exhausted");
    assert!(
        !reply.json()["detail"]
            .as_str()
            .unwrap()
            .contains("registration")
    );
    let again = ask_for_new(&world, &post, &kim).await;
    assert_eq!(confirm(&world, &kim, &again).await.status, 200);
}

// A6
#[actix_web::test]
async fn a_code_does_not_live_for_ever() {
    let (world, post, kim) = a_careful_world().await;
    let code = ask_for_new(&world, &post, &kim).await;
    world
        .clock
        .advance(port_contracts::fixtures::registration_policy().code_ttl);

    confirm(&world, &kim, &code)
        .await
        .assert_problem(400, "otp_expired");
}

#[actix_web::test]
async fn where_nothing_waits_for_a_code_it_is_404() {
    let (world, post, kim) = a_careful_world().await;
    confirm(&world, &kim, "123456")
        .await
        .assert_problem(404, "email_change_not_found");
    let code = ask_for_new(&world, &post, &kim).await;
    let eve = world.client().await;
    confirm(&world, &eve, &code)
        .await
        .assert_problem(404, "email_change_not_found");

    assert_eq!(confirm(&world, &kim, &code).await.status, 200);
    confirm(&world, &kim, &code)
        .await
        .assert_problem(404, "email_change_not_found");
}

#[actix_web::test]
async fn the_old_address_takes_the_change_back_before_and_after() {
    for is_confirmed in [false, true] {
        let (world, post, kim) = a_careful_world().await;
        let code = ask_for_new(&world, &post, &kim).await;
        if is_confirmed {
            assert_eq!(confirm(&world, &kim, &code).await.status, 200);
        }
        let token = post.secret("notice", OLD);
        world.clock.advance(Duration::from_mins(1));

        assert_message(
            &undo(&world, &token).await,
            "Email change undone successfully",
        );

        world
            .get(&kim, "/users/me")
            .await
            .assert_problem(401, "invalid_token");
        assert!(logs_in(&world, OLD, PASSWORD).await && !logs_in(&world, NEW, PASSWORD).await);
        assert_told(
            &undo(&world, &token).await,
            400,
            "invalid_link",
            "Invalid token",
        );
    }
}

#[actix_web::test]
async fn an_old_address_that_somebody_else_has_is_not_taken_from_them() {
    let (world, post, kim) = a_careful_world().await;
    let code = ask_for_new(&world, &post, &kim).await;
    confirm(&world, &kim, &code).await;
    a_person(&world, OLD).await;

    let reply = undo(&world, &post.secret("notice", OLD)).await;

    reply.assert_problem(409, "email_taken");
}

#[actix_web::test]
async fn a_link_that_is_none_is_400_and_a_missing_one_422() {
    let world = a_world().await;
    let unknown = "0".repeat(64);
    for token in ["", "token", "a.b.c", &unknown] {
        assert_told(
            &undo(&world, token).await,
            400,
            "invalid_link",
            "Invalid token",
        );
    }
    let request = to(Method::POST, "/users/email/undo").set_json(json!({}));
    assert_eq!(
        world.send(request).await.broken_fields(),
        ["body.token missing"]
    );
    let kim = world.client().await;
    for (body, broken) in [
        (json!({}), "body.code missing"),
        (json!({"code": "12345"}), "body.code otp"),
        (json!({"code": 123_456}), "body.code string_type"),
    ] {
        let reply = world.post(&kim, "/users/me/email/confirm", &body).await;
        assert_eq!(reply.broken_fields(), [broken]);
    }
}
