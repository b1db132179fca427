//! What the document says of tokens, renewals and limits (G12).

use serde_json::{Value, json};

use crate::openapi::openapi;
use crate::rates::{LIMITED_FOR_USERS, LIMITED_ROUTES};

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
fn the_form_is_taken_in_both_encodings_under_the_templates_name() {
    let log_in = operation("post", "/login/access-token");
    let form = json!({"$ref": "#/components/schemas/Body_login-login_access_token"});

    let content = log_in["requestBody"]["content"].as_object().unwrap();
    assert_eq!(content.len(), 2);
    assert_eq!(content["application/x-www-form-urlencoded"]["schema"], form);
    assert_eq!(content["multipart/form-data"]["schema"], form);
    assert_eq!(
        log_in["responses"]["200"]["content"]["application/json"]["schema"],
        json!({"$ref": "#/components/schemas/Token"})
    );
    assert_eq!(
        codes(&log_in, "400"),
        ["bad_request", "inactive_user", "incorrect_credentials"]
    );
    assert_eq!(codes(&log_in, "429"), ["too_many_requests"]);
}

#[test]
fn the_form_requires_name_and_password_alone() {
    let document = document();
    let form = &document["components"]["schemas"]["Body_login-login_access_token"];

    assert_eq!(form["required"], json!(["username", "password"]));
    let members: Vec<_> = form["properties"].as_object().unwrap().keys().collect();
    let expected = [
        "grant_type",
        "username",
        "password",
        "scope",
        "client_id",
        "client_secret",
    ];
    assert_eq!(members.len(), expected.len());
    assert!(
        expected
            .iter()
            .all(|name| members.contains(&&(*name).to_owned()))
    );
}

#[test]
fn authorize_gets_a_token_where_the_form_is_taken() {
    let document = document();
    let scheme = &document["components"]["securitySchemes"]["OAuth2PasswordBearer"];
    let token_url = scheme["flows"]["password"]["tokenUrl"].as_str().unwrap();

    assert_eq!(scheme["type"], "oauth2");
    assert!(document["paths"][token_url]["post"].is_object());
}

#[test]
fn every_reply_to_a_token_may_carry_its_successor() {
    let list = operation("get", "/auth/sessions");
    let refused = operation("delete", "/users/{user_id}/sessions");

    for reply in [
        &list["responses"]["200"],
        &list["responses"]["503"],
        &refused["responses"]["403"],
        &refused["responses"]["404"],
    ] {
        for field in ["x-access-token", "x-access-token-expires-at"] {
            assert!(reply["headers"][field].is_object(), "{field}");
        }
    }
}

// D10
#[test]
fn log_out_renews_nothing_and_refuses_no_token() {
    let log_out = operation("post", "/auth/logout");

    assert!(log_out["responses"]["204"]["headers"]["x-access-token"].is_null());
    assert_eq!(codes(&log_out, "401"), ["not_authenticated"]);
    let refresh = operation("post", "/auth/refresh");
    assert_eq!(
        codes(&refresh, "401"),
        ["invalid_token", "not_authenticated"]
    );
}

// E1, C11
#[test]
fn what_is_missing_and_what_is_foreign_is_one_code() {
    for (method, path, code) in [
        ("get", "/auth/redis/{jti}", "record_not_found"),
        ("get", "/auth/user/{user_id}/data", "record_not_found"),
        ("get", "/auth/user/{user_id}/latest-jti", "record_not_found"),
        ("delete", "/auth/sessions/{id}", "session_not_found"),
        (
            "delete",
            "/users/{user_id}/sessions/{id}",
            "session_not_found",
        ),
        ("get", "/users/{user_id}/sessions", "user_not_found"),
    ] {
        let operation = operation(method, path);
        assert_eq!(codes(&operation, "404"), [code], "{path}");
        assert_eq!(codes(&operation, "422"), ["validation_failed"], "{path}");
    }
}

#[test]
fn every_limited_route_is_a_route_and_tells_of_its_limit() {
    let document = document();
    for route in LIMITED_ROUTES {
        let path = document["paths"][route.path].as_object().unwrap();
        assert_eq!(path.keys().collect::<Vec<_>>(), ["post"], "{}", route.path);
    }
    for route in LIMITED_ROUTES.iter().chain(LIMITED_FOR_USERS) {
        let path = &document["paths"][route.path];
        let replies = path["post"]["responses"].as_object().unwrap();
        assert!(replies.contains_key("429"));
        for (status, reply) in replies {
            for field in ["ratelimit", "ratelimit-policy"] {
                assert!(reply["headers"][field].is_object(), "{status}: {field}");
            }
        }
    }
}

// E2, F3r
#[test]
fn no_record_holds_a_token() {
    let document = document();
    for name in ["TokenRecord", "LatestToken", "SessionPublic"] {
        let members = document["components"]["schemas"][name]["properties"].as_object();
        for member in members.unwrap().keys() {
            assert!(
                !member.contains("token") && !member.contains("hash"),
                "{name}: {member}"
            );
        }
    }
}
