//! Conditional requests (RFC 9110 §13): what a client has is not sent again, and what it has not seen is not changed.

use std::time::Duration;

use actix_web::http::Method;
use serde_json::json;

use super::super::stack::Reply;
use super::super::world::{Client, World, a_world, to};
use super::tag_of;

async fn get_unless(world: &World, client: &Client, path: &str, tag: &str) -> Reply {
    let request = to(Method::GET, path).insert_header(("if-none-match", tag));
    world.ask(client, request).await
}

async fn patch_if(world: &World, client: &Client, path: &str, tag: &str, name: &str) -> Reply {
    let request = to(Method::PATCH, path).insert_header(("if-match", tag));
    let request = request.set_json(json!({"full_name": name}));
    world.ask(client, request).await
}

#[actix_web::test]
async fn an_account_that_the_client_has_is_not_sent_again() {
    let world = a_world().await;
    let (root, kim) = (world.superuser().await, world.client().await);
    let path = format!("/users/{}", kim.user.id);

    let (first, second) = (tag_of(1, kim.user.id), tag_of(2, kim.user.id));
    for (client, path) in [(&kim, "/users/me"), (&kim, &path), (&root, &path)] {
        let reply = get_unless(&world, client, path, &first).await;
        assert_eq!(
            (reply.status.as_u16(), reply.header("etag")),
            (304, &*first)
        );
        for tag in [&*second, "\"1\"", "\"-\""] {
            let reply = get_unless(&world, client, path, tag).await;
            assert_eq!(reply.status, 200, "{tag}");
        }
    }
    world.clock.advance(Duration::from_mins(31));
    let renewed = get_unless(&world, &kim, "/users/me", &first).await;
    assert_eq!(renewed.status, 200);
    assert_ne!(renewed.header("x-access-token"), "");
}

// RFC 9110 §8.8.1: a browser that keeps the account of whoever logged in before asks with its tag.
#[actix_web::test]
async fn nobody_is_told_to_use_the_account_of_somebody_else() {
    let world = a_world().await;
    let (kim, eve) = (world.client().await, world.client().await);
    let tag = world.get(&kim, "/users/me").await.header("etag").to_owned();

    let seen = get_unless(&world, &eve, "/users/me", &tag).await;

    assert_eq!(seen.status, 200);
    assert_eq!(seen.json()["id"], eve.user.id.to_string());
    let changed = patch_if(&world, &eve, "/users/me", &tag, "Eve").await;
    changed.assert_problem(412, "precondition_failed");
}

#[actix_web::test]
async fn of_two_writers_who_saw_the_same_one_is_refused() {
    let world = a_world().await;
    let (root, kim) = (world.superuser().await, world.client().await);
    let path = format!("/users/{}", kim.user.id);

    let [seen, changed] = [1, 2].map(|version| tag_of(version, kim.user.id));
    let first = patch_if(&world, &root, &path, &seen, "Root's").await;
    let second = patch_if(&world, &kim, "/users/me", &seen, "Kim's").await;

    assert_eq!(
        (first.status.as_u16(), first.header("etag")),
        (200, &*changed)
    );
    second.assert_problem(412, "precondition_failed");
    let seen = world.get(&kim, "/users/me").await;
    assert_eq!(seen.json()["full_name"], "Root's");
    let again = patch_if(&world, &kim, "/users/me", &changed, "Kim's").await;
    assert_eq!(again.status, 200);
}

#[actix_web::test]
async fn an_account_that_changed_meanwhile_is_not_deleted() {
    let world = a_world().await;
    let (root, kim) = (world.superuser().await, world.client().await);
    let path = format!("/users/{}", kim.user.id);

    let [seen, later] = [1, 2].map(|version| tag_of(version, kim.user.id));
    for (client, path) in [(&root, path.as_str()), (&kim, "/users/me")] {
        let request = to(Method::DELETE, path).insert_header(("if-match", &*later));
        let reply = world.ask(client, request).await;
        reply.assert_problem(412, "precondition_failed");
    }
    let request = to(Method::DELETE, "/users/me").insert_header(("if-match", &*seen));
    assert_eq!(world.ask(&kim, request).await.status, 200);
}
