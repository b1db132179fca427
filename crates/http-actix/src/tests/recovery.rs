//! Password recovery by a mailed link (F9r, F10r).

use std::net::SocketAddr;
use std::num::NonZeroU32;
use std::sync::Arc;

use actix_web::http::Method;
use application::Policies;
use port_contracts::fixtures::a_user;
use serde_json::{Value, json};

use super::post::Post;
use super::stack::Reply;
use super::users::{NEW_PASSWORD, PASSWORD, a_person, assert_message, assert_told, logs_in};
use super::world::{World, a_world, a_world_of, to};

const KIM: &str = "kim@example.com";
const PROMISE: &str = "If that email is registered, we sent a password recovery link";
/// The subject that [`Post`] gives to a mail with a link; subjects need not be ASCII.
const SUBJECT: &str = "récupération";

async fn a_world_with_post(change: impl FnOnce(&mut Policies)) -> (World, Arc<Post>) {
    let mut post = None;
    let world = a_world_of(|ports, policies| {
        post = Some(Post::of(ports));
        change(policies);
    })
    .await;
    (world, post.unwrap())
}

async fn recover(world: &World, email: &str) -> Reply {
    let path = format!("/password-recovery/{email}");
    world.send(to(Method::POST, &path)).await
}

async fn reset(world: &World, body: &Value) -> Reply {
    world
        .send(to(Method::POST, "/reset-password/").set_json(body))
        .await
}

/// Asks for a link; gives its secret.
async fn link_of(world: &World, post: &Post, email: &str) -> String {
    assert_message(&recover(world, email).await, PROMISE);
    world.do_jobs().await;
    post.secret(SUBJECT, email)
}

fn new_password(token: &str) -> Value {
    json!({"token": token, "new_password": NEW_PASSWORD})
}

#[actix_web::test]
async fn a_link_sets_a_password_once_and_ends_every_session() {
    let (world, post) = a_world_with_post(|_| ()).await;
    let kim = a_person(&world, KIM).await;
    let token = link_of(&world, &post, KIM).await;

    let reply = reset(&world, &new_password(&token)).await;

    assert_message(&reply, "Password updated successfully");
    assert_eq!(reply.header("x-access-token"), "");
    world
        .get(&kim, "/users/me")
        .await
        .assert_problem(401, "invalid_token");
    assert!(logs_in(&world, KIM, NEW_PASSWORD).await && !logs_in(&world, KIM, PASSWORD).await);
    world.do_jobs().await;
    assert_eq!(post.count("password changed", KIM), 1);
    let again = reset(&world, &new_password(&token)).await;
    assert_told(&again, 400, "invalid_link", "Invalid token");
}

// F9r
#[actix_web::test]
async fn every_address_gets_the_same_answer() {
    let (world, post) = a_world_with_post(|_| ()).await;
    a_person(&world, KIM).await;

    for email in [
        KIM,
        "nobody@example.com",
        "KIM%40EXAMPLE.COM",
        "kim%2Btag@example.com",
    ] {
        assert_message(&recover(&world, email).await, PROMISE);
        world.do_jobs().await;
    }
    assert_eq!(post.count(SUBJECT, KIM), 2);
    assert_eq!(post.count(SUBJECT, "nobody@example.com"), 0);
}

// F9r
#[actix_web::test]
async fn too_many_links_for_an_address_are_dropped_in_silence() {
    let (world, post) = a_world_with_post(|_| ()).await;
    a_person(&world, KIM).await;

    for _ in 0..5 {
        assert_message(&recover(&world, KIM).await, PROMISE);
        world.do_jobs().await;
    }
    assert_eq!(post.count(SUBJECT, KIM), 3);
}

#[actix_web::test]
async fn one_network_asks_for_only_so_many_links_whatever_the_address() {
    let (world, _) = a_world_with_post(|policies| {
        policies.limits.recoveries_per_network.burst = NonZeroU32::MIN;
    })
    .await;
    let from = |network: &str, email: &str| {
        let peer: SocketAddr = format!("{network}:4711").parse().unwrap();
        to(Method::POST, &format!("/password-recovery/{email}")).peer_addr(peer)
    };

    let first = world.send(from("203.0.113.9", KIM)).await;
    assert_message(&first, PROMISE);
    assert_eq!(
        first.header("ratelimit-policy"),
        "\"recoveries_per_network\";q=1;w=3600"
    );
    let second = world.send(from("203.0.113.9", "eve@example.com")).await;
    second.assert_problem(429, "too_many_requests");
    let elsewhere = world.send(from("203.0.113.10", KIM)).await;
    assert_message(&elsewhere, PROMISE);
}

#[actix_web::test]
async fn what_is_no_address_is_422_at_its_place() {
    let world = a_world().await;
    let root = world.superuser().await;
    for (path, rule) in [
        ("kim", "email"),
        ("kim%40localhost", "email"),
        ("%FF", "email"),
        ("%00@example.com", "email"),
        ("%20kim@example.com", "email"),
        (&"k".repeat(255), "too_long"),
    ] {
        let broken = [format!("path.email {rule}")];
        assert_eq!(
            recover(&world, path).await.broken_fields(),
            broken,
            "{path}"
        );
        let preview = format!("/password-recovery-html-content/{path}");
        let preview = world.ask(&root, to(Method::POST, &preview)).await;
        assert_eq!(preview.broken_fields(), broken, "{path}");
    }
}

#[actix_web::test]
async fn a_link_that_does_not_work_is_400() {
    let (world, post) = a_world_with_post(|_| ()).await;
    a_person(&world, KIM).await;
    let older = link_of(&world, &post, KIM).await;
    let newer = link_of(&world, &post, KIM).await;
    let unknown = "0".repeat(64);

    for token in ["", "invalidtoken", "a.b.c", &unknown, &older] {
        let reply = reset(&world, &new_password(token)).await;
        assert_told(&reply, 400, "invalid_link", "Invalid token");
    }
    world.clock.advance(std::time::Duration::from_mins(30));
    let late = reset(&world, &new_password(&newer)).await;
    assert_told(&late, 400, "invalid_link", "Invalid token");
}

#[actix_web::test]
async fn a_disabled_account_is_told_so_by_who_has_the_link() {
    let (world, post) = a_world_with_post(|_| ()).await;
    world
        .client_who_is(a_user().with_email(KIM).disabled())
        .await;
    let token = link_of(&world, &post, KIM).await;

    let reply = reset(&world, &new_password(&token)).await;

    assert_told(&reply, 400, "inactive_user", "Inactive user");
}

#[actix_web::test]
async fn a_password_that_breaks_a_rule_leaves_the_link_as_it_is() {
    let (world, post) = a_world_with_post(|_| ()).await;
    a_person(&world, KIM).await;
    let token = link_of(&world, &post, KIM).await;

    for (body, broken) in [
        (
            json!({}),
            &["body.token missing", "body.new_password missing"][..],
        ),
        (json!({"token": 5}), &["body.token string_type"]),
        (
            json!({"token": token, "new_password": "short"}),
            &["body.new_password too_short"],
        ),
        (
            json!({"token": token, "new_password": "password123"}),
            &["body.new_password guessable"],
        ),
    ] {
        assert_eq!(reset(&world, &body).await.broken_fields(), broken, "{body}");
    }
    assert_eq!(reset(&world, &new_password(&token)).await.status, 200);
}

#[actix_web::test]
async fn superusers_look_at_the_mail_and_cannot_use_it() {
    let (world, _) = a_world_with_post(|_| ()).await;
    let (root, _) = (world.superuser().await, a_person(&world, KIM).await);
    let path = format!("/password-recovery-html-content/{KIM}");

    let page = world.ask(&root, to(Method::POST, &path)).await;

    assert_eq!(page.status, 200, "{}", page.text());
    assert_eq!(page.header("content-type"), "text/html; charset=utf-8");
    let subject = page.headers.get("subject").unwrap();
    assert_eq!(subject.as_bytes(), SUBJECT.as_bytes());
    let policy = page.header("content-security-policy");
    assert!(
        policy.contains("default-src 'none'") && policy.contains("sandbox"),
        "{policy}"
    );
    let html = page.text();
    let token = html.trim_start_matches("<p>").trim_end_matches("</p>");
    let reply = reset(&world, &new_password(token)).await;
    assert_told(&reply, 400, "invalid_link", "Invalid token");
}

#[actix_web::test]
async fn a_mail_is_shown_to_superusers_of_accounts_that_exist() {
    let (world, _) = a_world_with_post(|_| ()).await;
    let (root, kim) = (world.superuser().await, a_person(&world, KIM).await);
    let path = |email: &str| format!("/password-recovery-html-content/{email}");

    let reply = world.ask(&kim, to(Method::POST, &path(KIM))).await;
    reply.assert_problem(403, "insufficient_privileges");
    let reply = world
        .ask(&root, to(Method::POST, &path("nobody@example.com")))
        .await;
    let words = "The user with this username does not exist in the system.";
    assert_told(&reply, 404, "user_not_found", words);
}
