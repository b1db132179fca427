//! What the document says of accounts, recovery and changes of addresses (G12, F3r).

use std::collections::BTreeSet;

use serde_json::{Value, json};

use crate::openapi::openapi;

/// Replies whose purpose is to hand out a secret.
const TOKEN_REPLIES: [&str; 5] = [
    "Token",
    "SessionToken",
    "RegistrationCompleted",
    "RegistrationCodeSent",
    "RegistrationStepTaken",
];

fn document() -> Value {
    serde_json::to_value(openapi()).unwrap()
}

fn operation(method: &str, path: &str) -> Value {
    let operation = document()["paths"][format!("/api/v1{path}")][method].take();
    assert!(operation.is_object(), "{method} {path}");
    operation
}

fn codes(operation: &Value, status: &str) -> Vec<String> {
    let content = &operation["responses"][status]["content"]["application/problem+json"];
    let examples = content["examples"].as_object();
    examples.map_or_else(Vec::new, |codes| codes.keys().cloned().collect())
}

#[test]
fn the_names_of_the_template_are_kept() {
    for (method, path, id) in [
        ("get", "/users/", "users-read_users"),
        ("post", "/users/", "users-create_user"),
        ("get", "/users/me", "users-read_user_me"),
        ("patch", "/users/me", "users-update_user_me"),
        ("delete", "/users/me", "users-delete_user_me"),
        ("patch", "/users/me/password", "users-update_password_me"),
        ("post", "/users/signup", "users-register_user"),
        ("get", "/users/{user_id}", "users-read_user_by_id"),
        ("patch", "/users/{user_id}", "users-update_user"),
        ("delete", "/users/{user_id}", "users-delete_user"),
        (
            "post",
            "/password-recovery/{email}",
            "login-recover_password",
        ),
        ("post", "/reset-password/", "login-reset_password"),
        (
            "post",
            "/password-recovery-html-content/{email}",
            "login-recover_password_html_content",
        ),
        (
            "post",
            "/users/me/email/confirm",
            "users-confirm_email_change",
        ),
        ("post", "/users/email/undo", "users-undo_email_change"),
    ] {
        assert_eq!(operation(method, path)["operationId"], id);
    }
    let schemas = &document()["components"]["schemas"];
    for (name, required) in [
        (
            "UserPublic",
            json!([
                "email",
                "is_active",
                "is_superuser",
                "full_name",
                "id",
                "username",
                "pending_email",
                "created_at",
            ]),
        ),
        ("UsersPublic", json!(["data", "count", "next_cursor"])),
        ("UserCreate", json!(["email", "password"])),
        ("UserUpdate", json!(null)),
        ("UserUpdateMe", json!(null)),
        ("UserRegister", json!(["email", "password"])),
        (
            "UpdatePassword",
            json!(["current_password", "new_password"]),
        ),
        ("NewPassword", json!(["token", "new_password"])),
    ] {
        assert!(schemas[name].is_object(), "{name}");
        assert_eq!(schemas[name]["required"], required, "{name}");
    }
}

#[test]
fn rights_have_the_defaults_of_the_template() {
    let schema = &document()["components"]["schemas"]["UserCreate"]["properties"];
    assert_eq!(schema["is_active"]["default"], true);
    assert_eq!(schema["is_superuser"]["default"], false);
}

#[test]
fn every_refusal_is_listed() {
    for (method, path, status, expected) in [
        (
            "post",
            "/users/",
            "400",
            &["bad_request", "malformed_json", "user_exists"][..],
        ),
        (
            "post",
            "/users/",
            "409",
            &["idempotency_key_in_use", "username_taken"],
        ),
        (
            "patch",
            "/users/me",
            "409",
            &["email_taken", "username_taken"],
        ),
        ("patch", "/users/me", "412", &["precondition_failed"]),
        (
            "patch",
            "/users/me/password",
            "400",
            &[
                "bad_request",
                "incorrect_password",
                "malformed_json",
                "same_password",
            ],
        ),
        ("delete", "/users/me", "403", &["undeletable_superuser"]),
        ("post", "/users/signup", "403", &["signup_closed"]),
        (
            "patch",
            "/users/{user_id}",
            "409",
            &["email_taken", "last_superuser", "username_taken"],
        ),
        (
            "delete",
            "/users/{user_id}",
            "403",
            &["insufficient_privileges", "undeletable_superuser"],
        ),
        ("get", "/users/{user_id}", "404", &["user_not_found"]),
        (
            "post",
            "/password-recovery/{email}",
            "422",
            &["validation_failed"],
        ),
        (
            "post",
            "/reset-password/",
            "400",
            &[
                "bad_request",
                "inactive_user",
                "invalid_link",
                "malformed_json",
            ],
        ),
        (
            "post",
            "/users/me/email/confirm",
            "404",
            &["email_change_not_found"],
        ),
    ] {
        let operation = operation(method, path);
        let mut found = codes(&operation, status);
        found.sort();
        assert_eq!(found, expected, "{method} {path} {status}");
    }
}

#[test]
fn limited_routes_say_so() {
    for path in ["/users/signup", "/password-recovery/{email}"] {
        let replies = operation("post", path)["responses"].take();
        for status in ["200", "422", "429"] {
            let headers = replies[status]["headers"].as_object().unwrap();
            assert!(headers.contains_key("ratelimit-policy"), "{path} {status}");
        }
    }
}

/// The names of every member that a schema shows, however deep.
fn members(document: &Value, schema: &Value, seen: &mut BTreeSet<String>, found: &mut Vec<String>) {
    match schema {
        Value::Object(map) => {
            if let Some(name) = schema["$ref"].as_str().and_then(|it| it.rsplit('/').next()) {
                if seen.insert(name.to_owned()) {
                    members(
                        document,
                        &document["components"]["schemas"][name],
                        seen,
                        found,
                    );
                }
                return;
            }
            let properties = schema["properties"].as_object();
            found.extend(
                properties
                    .into_iter()
                    .flatten()
                    .map(|(name, _)| name.clone()),
            );
            for inner in map.values() {
                members(document, inner, seen, found);
            }
        }
        Value::Array(list) => {
            for inner in list {
                members(document, inner, seen, found);
            }
        }
        _ => {}
    }
}

// F3r
#[test]
fn no_reply_but_those_with_tokens_has_a_secret_member() {
    let document = document();
    let mut seen: BTreeSet<String> = TOKEN_REPLIES.iter().map(ToString::to_string).collect();
    let mut found = Vec::new();
    let items = document["paths"].as_object().unwrap().values();
    for operation in items.flat_map(|item| item.as_object().unwrap().values()) {
        let replies = operation["responses"].as_object().into_iter().flatten();
        for (_, reply) in replies.filter(|(status, _)| status.starts_with('2')) {
            members(&document, &reply["content"], &mut seen, &mut found);
        }
    }

    assert!(seen.contains("UserPublic") && found.contains(&"pending_email".to_owned()));
    for member in found {
        for secret in ["password", "hash", "otp", "token", "secret"] {
            assert!(!member.contains(secret), "{member}");
        }
    }
}
