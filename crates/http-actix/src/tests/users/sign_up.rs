//! An account in one step.

use std::net::SocketAddr;

use actix_web::http::Method;
use serde_json::{Value, json};

use super::super::stack::Reply;
use super::super::world::{World, a_world, a_world_of, to};
use super::{PASSWORD, assert_told, logs_in};

async fn sign_up(world: &World, body: &Value) -> Reply {
    let request = to(Method::POST, "/users/signup").set_json(body);
    world.send(request).await
}

#[actix_web::test]
async fn an_account_is_made_and_nobody_is_logged_in() {
    let world = a_world().await;
    let body = json!({"email": "Kim@Example.com", "password": PASSWORD, "full_name": "Kim"});

    let reply = sign_up(&world, &body).await;

    assert_eq!(reply.status, 200, "{}", reply.text());
    let user = reply.json();
    assert_eq!(user["email"], "Kim@example.com");
    assert_eq!(
        (&user["full_name"], &user["username"]),
        (&json!("Kim"), &json!(null))
    );
    assert_eq!(
        (&user["is_active"], &user["is_superuser"]),
        (&json!(true), &json!(false))
    );
    assert_eq!(user.get("access_token"), None);
    assert!(logs_in(&world, "kim@example.com", PASSWORD).await);
}

#[actix_web::test]
async fn a_taken_address_is_400_without_a_full_stop() {
    let world = a_world().await;
    let eve = world.client().await;
    let body = json!({"email": eve.user.email.as_str(), "password": PASSWORD});

    let reply = sign_up(&world, &body).await;

    let words = "The user with this email already exists in the system";
    assert_told(&reply, 400, "user_exists", words);
}

#[actix_web::test]
async fn where_it_is_off_it_is_403_whoever_asks() {
    let world = a_world_of(|_, policies| policies.accounts.open_signup = false).await;
    let eve = world.client().await;
    for email in ["kim@example.com", eve.user.email.as_str()] {
        let reply = sign_up(&world, &json!({"email": email, "password": PASSWORD})).await;
        reply.assert_problem(403, "signup_closed");
    }
    assert!(!logs_in(&world, "kim@example.com", PASSWORD).await);
}

#[actix_web::test]
async fn one_network_makes_only_so_many_accounts() {
    let world = a_world_of(|_, policies| {
        policies.limits.signups_per_network.burst = std::num::NonZeroU32::MIN;
    })
    .await;
    let from = |network: &str, email: &str| {
        let peer: SocketAddr = format!("{network}:4711").parse().unwrap();
        let request = to(Method::POST, "/users/signup").peer_addr(peer);
        request.set_json(json!({"email": email, "password": PASSWORD}))
    };

    let first = world.send(from("203.0.113.9", "kim@example.com")).await;
    assert_eq!(first.status, 200);
    assert_eq!(
        first.header("ratelimit-policy"),
        "\"signups_per_network\";q=1;w=3600"
    );
    let second = world.send(from("203.0.113.9", "eve@example.com")).await;
    second.assert_problem(429, "too_many_requests");
    let elsewhere = world.send(from("203.0.113.10", "eve@example.com")).await;
    assert_eq!(elsewhere.status, 200);
}
