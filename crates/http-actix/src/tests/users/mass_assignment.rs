//! What a body may not set it does not set (F2r).

use actix_web::http::Method;
use serde_json::{Value, json};

use super::super::world::{a_world, to};
use super::{NOBODY, PASSWORD, a_person, tag_of};

/// A body with members that nobody may set.
fn with_more(body: &Value) -> Value {
    let mut body = body.clone();
    let more = json!({
        "id": NOBODY, "owner_id": NOBODY, "hashed_password": "x", "password_hash": "x", "version": 99,
        "created_at": "2020-01-01T00:00:00Z", "updated_at": "2020-01-01T00:00:00Z",
        "email_verified": true, "pending_email": "evil@example.com",
    });
    let members = body.as_object_mut().unwrap();
    members.extend(more.as_object().unwrap().clone());
    body
}

/// A body of who may not set rights either.
fn with_rights(body: &Value) -> Value {
    let mut body = with_more(body);
    body["is_superuser"] = json!(true);
    body["is_active"] = json!(false);
    body
}

#[track_caller]
fn assert_untouched(user: &Value) {
    assert_ne!(user["id"], NOBODY);
    assert_eq!(user["created_at"], "2026-01-02T03:04:05.678901Z");
    assert_eq!(user["pending_email"], Value::Null);
    assert_eq!(
        (&user["is_active"], &user["is_superuser"]),
        (&json!(true), &json!(false))
    );
}

// F2r
#[actix_web::test]
async fn users_set_nothing_but_what_is_theirs_to_set() {
    let world = a_world().await;
    let kim = a_person(&world, "kim@example.com").await;
    let signed_up = with_rights(&json!({"email": "eve@example.com", "password": PASSWORD}));
    let signed_up = world
        .send(to(Method::POST, "/users/signup").set_json(signed_up))
        .await;
    let update = with_rights(&json!({"full_name": "Kim"}));
    let updated = world.patch(&kim, "/users/me", &update).await;

    for reply in [signed_up, updated] {
        assert_eq!(reply.status, 200, "{}", reply.text());
        assert_untouched(&reply.json());
    }
    let seen = world.get(&kim, "/users/me").await;
    assert_eq!(
        (seen.json()["id"].as_str(), seen.header("etag")),
        (Some(&*kim.user.id.to_string()), &*tag_of(2, kim.user.id))
    );
}

// F2r
#[actix_web::test]
async fn superusers_set_rights_and_no_more() {
    let world = a_world().await;
    let (root, kim) = (
        world.superuser().await,
        a_person(&world, "kim@example.com").await,
    );
    let path = format!("/users/{}", kim.user.id);
    let body = with_more(&json!({"email": "eve@example.com", "password": PASSWORD}));
    let made = world.post(&root, "/users/", &body).await;
    let update = with_more(&json!({"full_name": "Kim"}));
    let updated = world.patch(&root, &path, &update).await;

    for reply in [made, updated] {
        assert_eq!(reply.status, 200, "{}", reply.text());
        assert_untouched(&reply.json());
    }
    let seen = world.get(&root, &path).await;
    assert!(seen.header("etag").starts_with("\"2-"));
}
