//! Conditional requests (RFC 9110 §13): what a client has is not sent again, and what it has not seen is not changed.

use std::time::Duration;

use actix_web::http::Method;
use serde_json::json;

use super::super::stack::Reply;
use super::super::world::{Client, World, a_world, to};

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

    for (client, path) in [(&kim, "/users/me"), (&kim, &path), (&root, &path)] {
        let reply = get_unless(&world, client, path, "\"1\"").await;
        assert_eq!(
            (reply.status.as_u16(), reply.header("etag")),
            (304, "\"1\"")
        );
        assert_eq!(get_unless(&world, client, path, "\"2\"").await.status, 200);
    }
    world.clock.advance(Duration::from_mins(31));
    let renewed = get_unless(&world, &kim, "/users/me", "\"1\"").await;
    assert_eq!(renewed.status, 200);
    assert_ne!(renewed.header("x-access-token"), "");
}

#[actix_web::test]
async fn of_two_writers_who_saw_the_same_one_is_refused() {
    let world = a_world().await;
    let (root, kim) = (world.superuser().await, world.client().await);
    let path = format!("/users/{}", kim.user.id);

    let first = patch_if(&world, &root, &path, "\"1\"", "Root's").await;
    let second = patch_if(&world, &kim, "/users/me", "\"1\"", "Kim's").await;

    assert_eq!(
        (first.status.as_u16(), first.header("etag")),
        (200, "\"2\"")
    );
    second.assert_problem(412, "precondition_failed");
    let seen = world.get(&kim, "/users/me").await;
    assert_eq!(seen.json()["full_name"], "Root's");
    let again = patch_if(&world, &kim, "/users/me", "\"2\"", "Kim's").await;
    assert_eq!(again.status, 200);
}

#[actix_web::test]
async fn an_account_that_changed_meanwhile_is_not_deleted() {
    let world = a_world().await;
    let (root, kim) = (world.superuser().await, world.client().await);
    let path = format!("/users/{}", kim.user.id);

    for (client, path) in [(&root, path.as_str()), (&kim, "/users/me")] {
        let request = to(Method::DELETE, path).insert_header(("if-match", "\"2\""));
        let reply = world.ask(client, request).await;
        reply.assert_problem(412, "precondition_failed");
    }
    let request = to(Method::DELETE, "/users/me").insert_header(("if-match", "\"1\""));
    assert_eq!(world.ask(&kim, request).await.status, 200);
}
