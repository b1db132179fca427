//! What superusers do with the accounts of others, and what others may not.

use std::sync::Arc;

use actix_web::http::Method;
use port_contracts::fixtures::a_user;
use serde_json::{Value, json};

use super::super::post::Post;
use super::super::world::{Client, World, a_world, a_world_of, to};
use super::{
    NEW_PASSWORD, NOBODY, PASSWORD, a_person, assert_message, assert_told, give_password, logs_in,
    tag_of,
};

async fn a_world_with_post() -> (World, Arc<Post>) {
    let mut post = None;
    let world = a_world_of(|ports, _| post = Some(Post::of(ports))).await;
    (world, post.unwrap())
}

fn path_of(client: &Client) -> String {
    format!("/users/{}", client.user.id)
}

#[actix_web::test]
async fn an_account_is_made_and_its_owner_told_without_the_password() {
    let (world, post) = a_world_with_post().await;
    let root = world.superuser().await;
    let body = json!({"email": "kim@example.com", "password": PASSWORD, "username": "kim"});

    let made = world.post(&root, "/users/", &body).await;

    assert_eq!(made.status, 200, "{}", made.text());
    let user = made.json();
    assert_eq!(made.header("etag"), tag_of(1, user["id"].as_str().unwrap()));
    assert_eq!(
        (&user["email"], &user["username"]),
        (&json!("kim@example.com"), &json!("kim"))
    );
    assert_eq!(
        (&user["is_active"], &user["is_superuser"]),
        (&json!(true), &json!(false))
    );
    assert!(logs_in(&world, "kim", PASSWORD).await);
    world.do_jobs().await;
    assert_eq!(post.count("new account", "kim@example.com"), 1);
}

#[actix_web::test]
async fn an_account_is_made_as_it_is_wanted() {
    let world = a_world().await;
    let root = world.superuser().await;
    let body = json!({
        "email": "kim@example.com", "password": PASSWORD, "full_name": "Kim",
        "is_active": false, "is_superuser": true,
    });

    let user = world.post(&root, "/users/", &body).await.json();

    assert_eq!(
        (&user["is_active"], &user["is_superuser"]),
        (&json!(false), &json!(true))
    );
    assert_eq!(user["full_name"], "Kim");
}

#[actix_web::test]
async fn what_somebody_else_has_is_told_apart() {
    let world = a_world().await;
    let (root, eve) = (world.superuser().await, world.client().await);
    let name = eve.user.username.as_ref().unwrap().as_str();

    let body = json!({"email": eve.user.email.as_str(), "password": PASSWORD});
    let reply = world.post(&root, "/users/", &body).await;
    let words = "The user with this email already exists in the system.";
    assert_told(&reply, 400, "user_exists", words);
    let body = json!({"email": "kim@example.com", "password": PASSWORD, "username": name});
    let reply = world.post(&root, "/users/", &body).await;
    reply.assert_problem(409, "username_taken");

    let kim = world.client().await;
    let update = json!({"email": eve.user.email.as_str()});
    let reply = world.patch(&root, &path_of(&kim), &update).await;
    assert_told(
        &reply,
        409,
        "email_taken",
        "User with this email already exists",
    );
    let reply = world
        .patch(&root, &path_of(&kim), &json!({"username": name}))
        .await;
    reply.assert_problem(409, "username_taken");
}

#[actix_web::test]
async fn the_same_request_makes_one_account() {
    let world = a_world().await;
    let root = world.superuser().await;
    let make = |password: &str| {
        let body = json!({"email": "kim@example.com", "password": password});
        let request = to(Method::POST, "/users/").insert_header(("idempotency-key", "kim"));
        request.set_json(body)
    };

    let first = world.ask(&root, make(PASSWORD)).await;
    let again = world.ask(&root, make(PASSWORD)).await;
    let other = world.ask(&root, make(NEW_PASSWORD)).await;

    assert_eq!((first.status, again.text()), (again.status, first.text()));
    assert_eq!(again.header("idempotency-replayed"), "true");
    other.assert_problem(422, "idempotency_key_reused");
}

#[actix_web::test]
async fn any_account_is_read_and_changed() {
    let world = a_world().await;
    let (root, kim) = (world.superuser().await, world.client().await);
    let path = path_of(&kim);

    for (update, member, value) in [
        (json!({}), "full_name", json!("Some Body")),
        (json!({"full_name": null}), "full_name", json!(null)),
        (
            json!({"email": "kim@new.example.com"}),
            "email",
            json!("kim@new.example.com"),
        ),
        (
            json!({"username": "kimberly"}),
            "username",
            json!("kimberly"),
        ),
        (json!({"is_superuser": true}), "is_superuser", json!(true)),
        (json!({"is_superuser": false}), "is_superuser", json!(false)),
    ] {
        let changed = world.patch(&root, &path, &update).await;
        assert_eq!(changed.status, 200, "{update} {}", changed.text());
        assert_eq!(changed.json()[member], value);
        assert_eq!(world.get(&root, &path).await.json(), changed.json());
        assert_eq!(world.get(&kim, "/users/me").await.json(), changed.json());
    }
}

// B11
#[actix_web::test]
async fn a_password_from_somebody_else_ends_every_session_and_its_owner_is_told() {
    let (world, post) = a_world_with_post().await;
    let (root, kim) = (
        world.superuser().await,
        a_person(&world, "kim@example.com").await,
    );

    let update = json!({"password": NEW_PASSWORD});
    let changed = world.patch(&root, &path_of(&kim), &update).await;

    assert_eq!(changed.status, 200);
    world
        .get(&kim, "/users/me")
        .await
        .assert_problem(401, "invalid_token");
    assert!(logs_in(&world, "kim@example.com", NEW_PASSWORD).await);
    world.do_jobs().await;
    assert_eq!(post.count("password changed", "kim@example.com"), 1);
}

// D12
#[actix_web::test]
async fn a_disabled_account_is_out_at_once() {
    let world = a_world().await;
    let (root, kim) = (
        world.superuser().await,
        a_person(&world, "kim@example.com").await,
    );

    let changed = world
        .patch(&root, &path_of(&kim), &json!({"is_active": false}))
        .await;

    assert_eq!(changed.json()["is_active"], false);
    world
        .get(&kim, "/users/me")
        .await
        .assert_problem(401, "invalid_token");
    assert!(!logs_in(&world, "kim@example.com", PASSWORD).await);
}

#[actix_web::test]
async fn a_deleted_account_is_gone() {
    let world = a_world().await;
    let (root, kim) = (world.superuser().await, world.client().await);
    let path = path_of(&kim);

    assert_message(
        &world.delete(&root, &path).await,
        "User deleted successfully",
    );

    world
        .get(&kim, "/users/me")
        .await
        .assert_problem(401, "invalid_token");
    let reply = world.get(&root, &path).await;
    assert_told(&reply, 404, "user_not_found", "User not found");
}

#[actix_web::test]
async fn an_account_that_is_not_there_is_404() {
    let world = a_world().await;
    let root = world.superuser().await;
    let path = format!("/users/{NOBODY}");
    let words = "The user with this id does not exist in the system";

    let reply = world.get(&root, &path).await;
    assert_told(&reply, 404, "user_not_found", "User not found");
    for update in [json!({}), json!({"password": NEW_PASSWORD})] {
        let reply = world.patch(&root, &path, &update).await;
        assert_told(&reply, 404, "user_not_found", words);
    }
    let reply = world.delete(&root, &path).await;
    assert_told(&reply, 404, "user_not_found", "User not found");
}

// F4r
#[actix_web::test]
async fn the_last_superuser_stays_one() {
    let world = a_world().await;
    let root = world.superuser().await;
    let _disabled = world.client_who_is(a_user().superuser().disabled()).await;
    let path = path_of(&root);

    for update in [json!({"is_superuser": false}), json!({"is_active": false})] {
        let reply = world.patch(&root, &path, &update).await;
        reply.assert_problem(409, "last_superuser");
    }
    let reply = world.delete(&root, &path).await;
    let words = "Super users are not allowed to delete themselves";
    assert_told(&reply, 403, "undeletable_superuser", words);
    let other = world.superuser().await;
    let update = json!({"is_superuser": false});
    assert_eq!(world.patch(&other, &path, &update).await.status, 200);
}

// D9
#[actix_web::test]
async fn a_demoted_superuser_is_refused_with_the_same_token() {
    let world = a_world().await;
    let (root, other) = (world.superuser().await, world.superuser().await);
    assert_eq!(world.get(&root, "/users/").await.status, 200);

    let update = json!({"is_superuser": false});
    assert_eq!(
        world.patch(&other, &path_of(&root), &update).await.status,
        200
    );

    let reply = world.get(&root, "/users/").await;
    reply.assert_problem(403, "insufficient_privileges");
    assert_eq!(world.get(&root, "/users/me").await.status, 200);
}

// F1r
#[actix_web::test]
async fn others_get_nothing_but_their_own() {
    let world = a_world().await;
    let (kim, eve) = (world.client().await, world.client().await);
    give_password(&world, &kim).await;
    let made = json!({"email": "new@example.com", "password": PASSWORD});
    let changes = json!({"full_name": "Eve"});

    assert_eq!(world.get(&kim, &path_of(&kim)).await.status, 200);
    let foreign = [path_of(&eve), format!("/users/{NOBODY}")];
    for path in &foreign {
        for reply in [
            world.get(&kim, path).await,
            world.patch(&kim, path, &changes).await,
            world.delete(&kim, path).await,
        ] {
            assert_no_right(&reply.json(), &reply);
        }
    }
    for reply in [
        world.get(&kim, "/users/").await,
        world.post(&kim, "/users/", &made).await,
        world.patch(&kim, &path_of(&kim), &changes).await,
    ] {
        assert_no_right(&reply.json(), &reply);
    }
}

#[track_caller]
fn assert_no_right(problem: &Value, reply: &super::super::stack::Reply) {
    reply.assert_problem(403, "insufficient_privileges");
    assert_eq!(problem["detail"], "The user doesn't have enough privileges");
    let challenge = reply.header("www-authenticate");
    assert_eq!(challenge, r#"Bearer error="insufficient_scope""#);
}

// F1r
#[actix_web::test]
async fn nobody_gets_anything_without_a_token() {
    let world = a_world().await;
    let kim = world.client().await;
    let one = path_of(&kim);
    for (method, path) in [
        (Method::GET, "/users/"),
        (Method::POST, "/users/"),
        (Method::GET, "/users/me"),
        (Method::PATCH, "/users/me"),
        (Method::PATCH, "/users/me/password"),
        (Method::DELETE, "/users/me"),
        (Method::POST, "/users/me/email/confirm"),
        (Method::GET, &one),
        (Method::PATCH, &one),
        (Method::DELETE, &one),
        (
            Method::POST,
            "/password-recovery-html-content/kim@example.com",
        ),
    ] {
        let reply = world.send(to(method.clone(), path)).await;
        assert_told(&reply, 401, "not_authenticated", "Not authenticated");
        assert_eq!(
            reply.header("www-authenticate"),
            "Bearer",
            "{method} {path}"
        );
    }
}
