//! Conditional requests (RFC 9110 §13): what a client has is not sent again, and what it has not seen is not changed.

use std::time::Duration;

use actix_web::http::Method;
use serde_json::json;

use super::super::stack::Reply;
use super::super::world::{Client, World, a_world, to};
use super::make;

async fn get_unless(world: &World, client: &Client, path: &str, tags: &str) -> Reply {
    let request = to(Method::GET, path).insert_header(("if-none-match", tags));
    world.ask(client, request).await
}

async fn put_if(world: &World, client: &Client, path: &str, tags: &str, title: &str) -> Reply {
    let request = to(Method::PUT, path).insert_header(("if-match", tags));
    let request = request.set_json(json!({"title": title}));
    world.ask(client, request).await
}

async fn delete_if(world: &World, client: &Client, path: &str, tags: &str) -> Reply {
    let request = to(Method::DELETE, path).insert_header(("if-match", tags));
    world.ask(client, request).await
}

#[actix_web::test]
async fn the_tag_of_an_item_changes_with_it_and_only_then() {
    let world = a_world().await;
    let kim = world.client().await;
    let path = make(&world, &kim, "Lantern").await;

    for (title, tag) in [("Lantern", "\"1\""), ("Lamp", "\"2\""), ("Lamp", "\"2\"")] {
        let changed = world.put(&kim, &path, &json!({"title": title})).await;
        assert_eq!(changed.header("etag"), tag);
        assert_eq!(world.get(&kim, &path).await.header("etag"), tag);
    }
}

#[actix_web::test]
async fn what_the_client_has_is_not_sent_again() {
    let world = a_world().await;
    let kim = world.client().await;
    let path = make(&world, &kim, "Lantern").await;
    let list = world.get(&kim, "/items/").await.header("etag").to_owned();

    for (path, tag) in [(path.as_str(), "\"1\""), ("/items/", &list)] {
        for tags in [tag, &format!("W/{tag}"), "*", &format!("\"x,y\" , {tag}")] {
            let reply = get_unless(&world, &kim, path, tags).await;
            assert_eq!(reply.status, 304, "{tags}");
            assert_eq!(reply.body, b"");
            assert_eq!(reply.header("etag"), tag);
            assert_eq!(reply.header("cache-control"), "private, no-cache");
        }
        for tags in ["\"0\"", "\"01\"", "1", "\"x\"", "\"", ""] {
            let reply = get_unless(&world, &kim, path, tags).await;
            assert_eq!(reply.status, 200, "{tags}");
        }
    }
}

#[actix_web::test]
async fn a_list_that_changed_has_another_tag_and_one_that_did_not_has_not() {
    let world = a_world().await;
    let kim = world.client().await;
    let path = make(&world, &kim, "Lantern").await;
    let first = world.get(&kim, "/items/").await;
    let other = make(&world, &kim, "Torch").await;
    world.delete(&kim, &other).await;
    let again = world.get(&kim, "/items/").await;
    assert_eq!(again.header("etag"), first.header("etag"));

    world.put(&kim, &path, &json!({"title": "Lamp"})).await;

    let reply = get_unless(&world, &kim, "/items/", first.header("etag")).await;
    assert_eq!(reply.status, 200);
    assert_eq!(reply.json()["data"][0]["title"], "Lamp");
    assert_ne!(reply.header("etag"), first.header("etag"));
}

// security.md 2.5: a browser would merge the token into what it keeps.
#[actix_web::test]
async fn a_renewed_request_gets_the_full_reply() {
    let world = a_world().await;
    let kim = world.client().await;
    let path = make(&world, &kim, "Lantern").await;
    let list = world.get(&kim, "/items/").await.header("etag").to_owned();
    world.clock.advance(Duration::from_mins(32));

    for (path, tag) in [(path.as_str(), "\"1\""), ("/items/", &list)] {
        let reply = get_unless(&world, &kim, path, tag).await;
        assert_eq!(reply.status, 200);
        assert!(!reply.header("x-access-token").is_empty());
        assert_eq!(reply.header("etag"), tag);
        assert_eq!(reply.header("cache-control"), "no-store");
        assert!(!reply.body.is_empty());
    }
}

#[actix_web::test]
async fn a_change_of_what_was_not_seen_is_412() {
    let world = a_world().await;
    let kim = world.client().await;
    let path = make(&world, &kim, "Lantern").await;

    for tags in [
        "\"2\"",
        "W/\"1\"",
        "\"01\"",
        "\"x\"",
        "1",
        "\"0\", \"2\"",
        "",
    ] {
        let put = put_if(&world, &kim, &path, tags, "Lamp").await;
        put.assert_problem(412, "precondition_failed");
        let delete = delete_if(&world, &kim, &path, tags).await;
        delete.assert_problem(412, "precondition_failed");
    }
    assert_eq!(world.get(&kim, &path).await.json()["title"], "Lantern");

    for tags in ["\"1\"", "\"9\" ,\"2\"", "*"] {
        let put = put_if(&world, &kim, &path, tags, &format!("Lamp {tags}")).await;
        assert_eq!(put.status, 200, "{tags}");
    }
    assert_eq!(delete_if(&world, &kim, &path, "\"4\"").await.status, 200);
}

#[actix_web::test]
async fn what_is_missing_or_foreign_is_told_before_what_has_changed() {
    let world = a_world().await;
    let (kim, eve) = (world.client().await, world.client().await);
    let path = make(&world, &kim, "Lantern").await;

    let foreign = put_if(&world, &eve, &path, "\"7\"", "Mine").await;
    foreign.assert_problem(403, "not_your_item");
    world.delete(&kim, &path).await;
    for tags in ["\"1\"", "*"] {
        let missing = delete_if(&world, &kim, &path, tags).await;
        missing.assert_problem(404, "item_not_found");
    }
}

#[actix_web::test]
async fn of_two_writers_who_saw_the_same_one_is_refused() {
    let world = a_world().await;
    let kim = world.client().await;
    for _ in 0..20 {
        let path = make(&world, &kim, "Lantern").await;
        let (one, other) = tokio::join!(
            put_if(&world, &kim, &path, "\"1\"", "One"),
            put_if(&world, &kim, &path, "\"1\"", "Other"),
        );
        let mut statuses = [one.status.as_u16(), other.status.as_u16()];
        statuses.sort_unstable();
        assert_eq!(statuses, [200, 412]);
        assert_eq!(world.get(&kim, &path).await.header("etag"), "\"2\"");
    }
}
