//! What users do with their own accounts.

use std::time::Duration;

use actix_web::http::Method;
use serde_json::json;

use super::super::world::{a_world, a_world_of, to};
use super::{NEW_PASSWORD, PASSWORD, a_person, assert_message, assert_told, logs_in, tag_of};

#[actix_web::test]
async fn an_account_has_the_form_that_clients_of_the_template_know() {
    let world = a_world().await;
    let kim = world.client().await;
    let me = world.get(&kim, "/users/me").await;

    assert_eq!(me.status, 200);
    assert_eq!(me.header("content-type"), "application/json");
    assert_eq!(me.header("etag"), tag_of(1, kim.user.id));
    let user = &kim.user;
    let (email, name) = (
        user.email.as_str(),
        user.username.as_ref().unwrap().as_str(),
    );
    assert_eq!(
        me.text(),
        format!(
            "{{\"email\":\"{email}\",\"is_active\":true,\"is_superuser\":false,\"full_name\":\"Some Body\",\
             \"id\":\"{}\",\"username\":\"{name}\",\"pending_email\":null,\
             \"created_at\":\"2026-01-02T03:04:05.678901Z\"}}",
            user.id
        )
    );
}

#[actix_web::test]
async fn an_update_changes_what_it_names() {
    let world = a_world().await;
    let kim = a_person(&world, "kim@example.com").await;

    for (update, member, value) in [
        (json!({}), "full_name", json!("Some Body")),
        (json!({"full_name": "Kim"}), "full_name", json!("Kim")),
        (json!({"full_name": null}), "full_name", json!(null)),
        (
            json!({"username": "kimberly"}),
            "username",
            json!("kimberly"),
        ),
        (json!({"username": null}), "username", json!(null)),
        (
            json!({"email": "kim@new.example.com"}),
            "email",
            json!("kim@new.example.com"),
        ),
    ] {
        let changed = world.patch(&kim, "/users/me", &update).await;
        assert_eq!(changed.status, 200, "{update} {}", changed.text());
        assert_eq!(changed.json()[member], value);
        let seen = world.get(&kim, "/users/me").await;
        assert_eq!(seen.json(), changed.json());
        assert_eq!(seen.header("etag"), changed.header("etag"));
    }
    assert!(logs_in(&world, "kim@new.example.com", PASSWORD).await);
    assert!(!logs_in(&world, "kim@example.com", PASSWORD).await);
}

#[actix_web::test]
async fn what_somebody_else_has_is_409() {
    let world = a_world().await;
    let (kim, eve) = (world.client().await, world.client().await);
    let email = json!({"email": eve.user.email.as_str().to_uppercase()});
    let name = json!({"username": eve.user.username.as_ref().unwrap().as_str().to_uppercase()});

    let reply = world.patch(&kim, "/users/me", &email).await;
    assert_told(
        &reply,
        409,
        "email_taken",
        "User with this email already exists",
    );
    let reply = world.patch(&kim, "/users/me", &name).await;
    reply.assert_problem(409, "username_taken");
    let seen = world.get(&kim, "/users/me").await;
    assert_eq!(seen.header("etag"), tag_of(1, kim.user.id));
}

// B9
#[actix_web::test]
async fn a_password_is_changed_by_who_knows_it() {
    let world = a_world().await;
    let kim = a_person(&world, "kim@example.com").await;
    let body = json!({"current_password": PASSWORD, "new_password": NEW_PASSWORD});

    let reply = world.patch(&kim, "/users/me/password", &body).await;

    assert_message(&reply, "Password updated successfully");
    assert!(logs_in(&world, "kim@example.com", NEW_PASSWORD).await);
    assert!(!logs_in(&world, "kim@example.com", PASSWORD).await);
    assert_eq!(world.get(&kim, "/users/me").await.status, 200);
}

#[actix_web::test]
async fn a_password_stays_when_a_rule_is_broken() {
    let world = a_world().await;
    let kim = a_person(&world, "kim@example.com").await;
    let change =
        |current: &str, new: &str| json!({"current_password": current, "new_password": new});

    for (body, code, detail) in [
        (
            change("another-password", "another-password"),
            "incorrect_password",
            "Incorrect password",
        ),
        (
            change("another-password", NEW_PASSWORD),
            "incorrect_password",
            "Incorrect password",
        ),
        (
            change(PASSWORD, PASSWORD),
            "same_password",
            "New password cannot be the same as the current one",
        ),
    ] {
        let reply = world.patch(&kim, "/users/me/password", &body).await;
        assert_told(&reply, 400, code, detail);
    }
    // B4
    let guessable = change(PASSWORD, "password123");
    let reply = world.patch(&kim, "/users/me/password", &guessable).await;
    assert_eq!(reply.broken_fields(), ["body.new_password guessable"]);
    assert!(logs_in(&world, "kim@example.com", PASSWORD).await);
}

// ASVS 6.3.1
#[actix_web::test]
async fn whoever_holds_a_token_cannot_try_passwords_for_ever() {
    let world = a_world().await;
    let kim = a_person(&world, "kim@example.com").await;
    let body = json!({"current_password": "another-password", "new_password": NEW_PASSWORD});

    for _ in 0..10 {
        let reply = world.patch(&kim, "/users/me/password", &body).await;
        reply.assert_problem(400, "incorrect_password");
    }
    let reply = world.patch(&kim, "/users/me/password", &body).await;
    reply.assert_problem(429, "too_many_requests");
    assert_ne!(reply.header("retry-after"), "");
}

#[actix_web::test]
async fn a_deleted_account_is_gone_at_once() {
    let world = a_world().await;
    let kim = a_person(&world, "kim@example.com").await;

    let reply = world.delete(&kim, "/users/me").await;

    assert_message(&reply, "User deleted successfully");
    world
        .get(&kim, "/users/me")
        .await
        .assert_problem(401, "invalid_token");
    assert!(!logs_in(&world, "kim@example.com", PASSWORD).await);
}

#[actix_web::test]
async fn a_superuser_does_not_delete_the_own_account() {
    let world = a_world().await;
    let (root, _other) = (world.superuser().await, world.superuser().await);

    let reply = world.delete(&root, "/users/me").await;

    let words = "Super users are not allowed to delete themselves";
    assert_told(&reply, 403, "undeletable_superuser", words);
    assert_eq!(world.get(&root, "/users/me").await.status, 200);
}

// security.md 2.5
#[actix_web::test]
async fn deleting_wants_a_token_that_has_not_expired_where_that_is_set() {
    let world = a_world_of(|_, policies| policies.accounts.deletion_wants_fresh_token = true).await;
    let kim = world.client().await;
    world.clock.advance(Duration::from_mins(31));

    let stale = world.delete(&kim, "/users/me").await;

    stale.assert_problem(401, "invalid_token");
    let renewed = stale.header("x-access-token").to_owned();
    let again = to(Method::DELETE, "/users/me");
    let again = again.insert_header(("authorization", format!("Bearer {renewed}")));
    assert_eq!(world.send(again).await.status, 200);
}

// security.md 2.5
#[actix_web::test]
async fn settings_are_changed_with_an_expired_token_as_the_templates_front_end_does() {
    let world = a_world().await;
    let kim = a_person(&world, "kim@example.com").await;
    world.clock.advance(Duration::from_mins(31));

    let change = json!({"current_password": PASSWORD, "new_password": NEW_PASSWORD});
    let update = json!({"full_name": "Kim", "email": "kim@new.example.com"});
    for reply in [
        world.patch(&kim, "/users/me", &update).await,
        world.patch(&kim, "/users/me/password", &change).await,
        world.delete(&kim, "/users/me").await,
    ] {
        assert_eq!(reply.status, 200, "{}", reply.text());
        assert_ne!(reply.header("x-access-token"), "");
        assert_eq!(reply.header("cache-control"), "no-store");
    }
}
