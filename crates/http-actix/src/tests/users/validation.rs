//! Bad input, field by field.

use actix_web::http::Method;
use serde_json::{Value, json};

use super::super::world::{a_world, to};
use super::{NEW_PASSWORD, PASSWORD, tag_of};

fn long(count: usize) -> String {
    "\u{1F3EE}".repeat(count)
}

/// Values that no body may hold for a name or an address, with the rule that each breaks.
fn bad_names() -> Vec<(&'static str, Value, &'static str)> {
    vec![
        ("email", json!("kim"), "email"),
        ("email", json!(" kim@example.com"), "email"),
        ("email", json!("Kim <kim@example.com>"), "email"),
        ("email", json!("kim@localhost"), "email"),
        ("email", json!("kim\u{0}@example.com"), "email"),
        (
            "email",
            json!(format!("kim@{}.com", "e".repeat(256))),
            "too_long",
        ),
        ("email", json!(5), "string_type"),
        ("full_name", json!(long(256)), "too_long"),
        ("full_name", json!("a\u{0}b"), "control_character"),
        (
            "full_name",
            json!("a\r\nBcc: eve@example.com"),
            "control_character",
        ),
        ("full_name", json!(["Kim"]), "string_type"),
    ]
}

fn bad_usernames() -> Vec<(&'static str, Value, &'static str)> {
    vec![
        ("username", json!("ki"), "length"),
        ("username", json!("kim@example.com"), "username"),
        ("username", json!("kim\u{202E}"), "username"),
        ("username", json!("_kim"), "username"),
        ("username", json!(true), "string_type"),
    ]
}

fn bad_passwords(field: &'static str) -> Vec<(&'static str, Value, &'static str)> {
    vec![
        (field, json!("7-chars"), "too_short"),
        (field, json!(""), "too_short"),
        (field, json!(long(257)), "too_long"),
        (field, json!("plum-orbit\u{0}-7"), "control_character"),
        (field, json!(12_345_678), "string_type"),
    ]
}

fn bad_rights() -> Vec<(&'static str, Value, &'static str)> {
    vec![
        ("is_active", json!(null), "null"),
        ("is_active", json!("yes"), "boolean_type"),
        ("is_superuser", json!(null), "null"),
        ("is_superuser", json!(1), "boolean_type"),
    ]
}

// F13r, F14r
#[actix_web::test]
async fn every_body_keeps_every_rule() {
    let world = a_world().await;
    let (root, kim) = (world.superuser().await, world.client().await);
    let path = format!("/users/{}", kim.user.id);
    let account = json!({"email": "new@example.com", "password": PASSWORD});
    let passwords = json!({"current_password": PASSWORD, "new_password": NEW_PASSWORD});
    let required = vec![
        ("email", json!(null), "missing"),
        ("password", json!(null), "missing"),
    ];
    let not_null = vec![
        ("email", json!(null), "null"),
        ("password", json!(null), "null"),
    ];
    let both = vec![
        ("current_password", json!(null), "missing"),
        ("new_password", json!(null), "missing"),
    ];
    let (names, users, rights) = (bad_names(), bad_usernames(), bad_rights());
    let password = bad_passwords("password");

    for (method, path, whole, rules) in [
        (
            Method::POST,
            "/users/",
            &account,
            vec![&required, &names, &users, &password, &rights],
        ),
        (
            Method::POST,
            "/users/signup",
            &account,
            vec![&required, &names, &password],
        ),
        (
            Method::PATCH,
            "/users/me",
            &json!({}),
            vec![&not_null[..1].to_vec(), &names, &users],
        ),
        (
            Method::PATCH,
            &path,
            &json!({}),
            vec![&not_null, &names, &users, &password, &rights],
        ),
        (
            Method::PATCH,
            "/users/me/password",
            &passwords,
            vec![
                &both,
                &bad_passwords("current_password"),
                &bad_passwords("new_password"),
            ],
        ),
    ] {
        for (field, value, rule) in rules.into_iter().flatten() {
            let mut body = whole.clone();
            body[field] = value.clone();
            let who = if path == "/users/me" || path == "/users/me/password" {
                &kim
            } else {
                &root
            };
            let request = to(method.clone(), path).set_json(&body);
            let reply = world.ask(who, request).await;
            assert_eq!(
                reply.broken_fields(),
                [format!("body.{field} {rule}")],
                "{method} {path} {body}"
            );
        }
    }
    assert_eq!(world.get(&root, "/users/").await.json()["count"], 2);
    let seen = world.get(&kim, "/users/me").await;
    assert_eq!(seen.header("etag"), tag_of(1, kim.user.id));
}

#[actix_web::test]
async fn every_broken_rule_is_told_at_once() {
    let world = a_world().await;
    let root = world.superuser().await;
    let body = json!({
        "email": "kim", "password": "short", "username": "k", "full_name": "\u{0}", "is_active": null,
    });

    let reply = world.post(&root, "/users/", &body).await;

    assert_eq!(
        reply.broken_fields(),
        [
            "body.email email",
            "body.password too_short",
            "body.username length",
            "body.full_name control_character",
            "body.is_active null",
        ]
    );
}

// B4
#[actix_web::test]
async fn a_password_that_anybody_would_guess_is_422_at_its_field() {
    let world = a_world().await;
    let (root, kim) = (world.superuser().await, world.client().await);
    let account = json!({"email": "kim.harbour@example.com", "password": "kim.harbour"});
    let path = format!("/users/{}", kim.user.id);

    for reply in [
        world.post(&root, "/users/", &account).await,
        world
            .send(to(Method::POST, "/users/signup").set_json(&account))
            .await,
        world
            .patch(&root, &path, &json!({"password": "password123"}))
            .await,
    ] {
        assert_eq!(reply.broken_fields(), ["body.password guessable"]);
    }
}
