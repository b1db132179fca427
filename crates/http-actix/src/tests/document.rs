//! The OpenAPI document (G12).

use std::collections::BTreeSet;

use actix_web::test::TestRequest;
use actix_web::web::Data;
use serde_json::{Value, json};

use super::stack::{ask_of, settings};
use crate::openapi::{
    Features, RouteTable, ServedDocument, document as document_of, openapi, routes, swagger_routes,
};

fn document() -> Value {
    serde_json::to_value(openapi()).unwrap()
}

fn operations(document: &Value) -> impl Iterator<Item = (String, &Value)> {
    let paths = document["paths"].as_object().unwrap();
    paths.iter().flat_map(|(path, item)| {
        let methods = item.as_object().unwrap().iter();
        methods.map(move |(method, operation)| (format!("{method} {path}"), operation))
    })
}

#[test]
fn it_is_openapi_3_1_with_the_routes_of_the_contract() {
    let document = document();

    assert_eq!(document["openapi"], "3.1.0");
    for (path, method) in [
        ("/api/v1/auth/register/initiate", "post"),
        ("/api/v1/auth/register/resend-otp", "post"),
        ("/api/v1/auth/register/verify-otp", "post"),
        ("/api/v1/auth/register/set-password", "post"),
        ("/api/v1/auth/register/complete", "post"),
        ("/api/v1/auth/login", "post"),
        ("/api/v1/auth/refresh", "post"),
        ("/api/v1/auth/logout", "post"),
        ("/api/v1/auth/logout-all", "post"),
        ("/api/v1/auth/sessions", "get"),
        ("/api/v1/auth/sessions/{id}", "delete"),
        ("/api/v1/auth/redis/{jti}", "get"),
        ("/api/v1/auth/user/{user_id}/data", "get"),
        ("/api/v1/auth/user/{user_id}/latest-jti", "get"),
        ("/api/v1/users/me", "get"),
        ("/api/v1/users/{user_id}/sessions", "get"),
        ("/api/v1/users/{user_id}/sessions", "delete"),
        ("/api/v1/users/{user_id}/sessions/{id}", "delete"),
        ("/livez", "get"),
        ("/readyz", "get"),
    ] {
        assert!(
            document["paths"][path][method].is_object(),
            "{method} {path}"
        );
    }
}

#[test]
fn names_of_the_template_are_kept() {
    let document = document();

    for (path, method, id) in [
        ("/api/v1/users/me", "get", "users-read_user_me"),
        (
            "/api/v1/login/access-token",
            "post",
            "login-login_access_token",
        ),
        ("/api/v1/login/test-token", "post", "login-test_token"),
    ] {
        assert_eq!(document["paths"][path][method]["operationId"], id);
    }
    let schemas = document["components"]["schemas"].as_object().unwrap();
    for name in [
        "UserPublic",
        "Token",
        "Body_login-login_access_token",
        "Problem",
    ] {
        assert!(schemas.contains_key(name), "{name}");
    }
}

#[test]
fn every_operation_has_its_own_id() {
    let document = document();
    let ids: Vec<_> = operations(&document)
        .map(|(_, operation)| &operation["operationId"])
        .collect();

    assert!(ids.iter().all(|id| id.is_string()));
    let different: BTreeSet<_> = ids.iter().map(ToString::to_string).collect();
    assert_eq!(different.len(), ids.len());
}

#[test]
fn every_error_lists_its_codes_with_an_example_each() {
    // G12
    let document = document();
    for (name, operation) in operations(&document) {
        let responses = operation["responses"].as_object().unwrap();
        assert!(responses.contains_key("500"), "{name}");
        for (status, response) in responses
            .iter()
            .filter(|(status, _)| status.as_str() >= "400")
        {
            let content = &response["content"]["application/problem+json"];
            assert_eq!(
                content["schema"],
                json!({"$ref": "#/components/schemas/Problem"}),
                "{name} {status}"
            );
            for (code, example) in content["examples"].as_object().unwrap() {
                assert_eq!(example["value"]["code"], code.as_str());
                assert_eq!(&example["value"]["status"].to_string(), status);
            }
        }
    }
}

#[test]
fn a_wrong_method_and_an_unknown_path_are_told_of_once() {
    let document = document();
    let description = document["info"]["description"].as_str().unwrap();

    for part in ["405 `method_not_allowed`", "`Allow`", "404 `not_found`"] {
        assert!(description.contains(part), "{part}");
    }
}

#[test]
fn closed_sets_of_names_are_listed() {
    let document = document();
    let schemas = &document["components"]["schemas"];
    let states = json!(["queued", "running", "succeeded", "dead", "cancelled"]);
    assert_eq!(schemas["JobState"]["enum"], states);
    let state = &schemas["JobPublic"]["properties"]["state"]["$ref"];
    assert_eq!(state, "#/components/schemas/JobState");
    let outcomes = &schemas["AuditOutcome"]["enum"];
    assert_eq!(*outcomes, json!(["success", "failure"]));

    let parameter = |path: &str, name: &str| {
        let listed = document["paths"][path]["get"]["parameters"].as_array();
        let mut listed = listed.unwrap().iter();
        listed.find(|it| it["name"] == name).unwrap()["schema"].clone()
    };
    let of_jobs = parameter("/api/v1/admin/jobs", "state");
    assert_eq!(of_jobs["enum"], states);
    let events = parameter("/api/v1/admin/audit", "event")["enum"].take();
    assert!(events.as_array().unwrap().contains(&json!("login.failed")));
    let cursor = parameter("/api/v1/items/", "cursor");
    assert_eq!(cursor["minLength"], 1);
}

#[test]
fn verify_otp_lists_every_refusal() {
    let document = document();
    let responses = &document["paths"]["/api/v1/auth/register/verify-otp"]["post"]["responses"];
    let codes = |status: &str| -> Vec<String> {
        let examples = &responses[status]["content"]["application/problem+json"]["examples"];
        examples.as_object().unwrap().keys().cloned().collect()
    };

    for code in [
        "otp_invalid",
        "otp_expired",
        "otp_attempts_exhausted",
        "malformed_json",
    ] {
        assert!(codes("400").contains(&code.to_owned()), "{code}");
    }
    assert_eq!(codes("404"), ["registration_not_found"]);
    assert_eq!(codes("409"), ["registration_step"]);
    assert_eq!(codes("422"), ["validation_failed"]);
}

#[test]
fn a_body_lists_its_required_members() {
    let document = document();
    let schema = &document["components"]["schemas"]["RegistrationVerifyOtp"];

    assert_eq!(schema["required"], json!(["registration_id", "otp"]));
    assert_eq!(schema["properties"]["otp"]["type"], "string");
}

#[test]
fn a_protected_operation_names_the_bearer_scheme() {
    let document = document();

    assert_eq!(
        document["components"]["securitySchemes"]["BearerAuth"]["scheme"],
        "bearer"
    );
    let me = &document["paths"]["/api/v1/users/me"]["get"];
    assert_eq!(
        me["security"],
        json!([{"OAuth2PasswordBearer": []}, {"BearerAuth": []}])
    );
    assert!(me["responses"]["401"]["headers"]["WWW-Authenticate"].is_object());
}

#[test]
fn no_reply_schema_holds_a_password_or_a_code() {
    // F3r
    let document = document();
    let schemas = &document["components"]["schemas"];
    for name in [
        "UserPublic",
        "RegistrationCodeSent",
        "RegistrationStepTaken",
        "CaughtMail",
    ] {
        let members: Vec<_> = schemas[name]["properties"]
            .as_object()
            .unwrap()
            .keys()
            .collect();
        let secret =
            |member: &&&String| ["password", "hash", "otp", "token"].contains(&member.as_str());
        assert!(
            !members.iter().any(|member| secret(&member)),
            "{name}: {members:?}"
        );
    }
}

#[test]
fn what_is_switched_off_is_neither_documented_nor_answered() {
    // G11
    let features = Features {
        docs: false,
        mailbox: false,
        private_users: false,
    };
    let document = document_of(features, "Another name");
    let table = RouteTable::new(&document);

    assert_eq!(document.info.title, "Another name");
    for path in [
        "/docs",
        "/docs/index.css",
        "/api/v1/openapi.json",
        "/dev/mailbox",
        "/dev/mailbox/messages",
        "/api/v1/private/users/",
    ] {
        assert!(table.find(path).is_none(), "{path}");
    }
    for path in ["/docs/errors/otp_invalid", "/api/v1/users/me", "/readyz/"] {
        assert!(table.find(path).is_some(), "{path}");
    }
}

#[actix_web::test]
async fn the_document_is_served_as_it_is() {
    let request = TestRequest::with_uri("/openapi.json");
    let reply = ask_of(
        settings("http://api.example"),
        |config| {
            config.app_data(Data::new(ServedDocument::from(&openapi())));
            routes(config);
        },
        request,
    )
    .await;

    assert_eq!(reply.header("content-type"), "application/json");
    assert_eq!(reply.json(), document());
}

#[actix_web::test]
async fn the_swagger_ui_is_whole_and_runs_own_files_only() {
    // G5, G11
    for path in ["/docs", "/docs/"] {
        let request = TestRequest::with_uri(path);
        let page = ask_of(settings("http://api.example"), swagger_routes, request).await;
        assert!(page.header("content-type").starts_with("text/html"));
        let policy = page.header("content-security-policy");
        assert!(policy.contains("script-src 'self'") && !policy.contains("unsafe-eval"));
        assert_eq!(linked_files(&page.text()).len(), 7, "{}", page.text());
        for file in linked_files(&page.text()) {
            let request = TestRequest::with_uri(&file);
            let reply = ask_of(settings("http://api.example"), swagger_routes, request).await;
            assert_eq!(reply.status, 200, "{file}");
        }
    }
}

#[actix_web::test]
async fn the_swagger_ui_reads_our_document_and_asks_nobody_else() {
    let request = TestRequest::with_uri("/docs/swagger-initializer.js");
    let script = ask_of(settings("http://api.example"), swagger_routes, request)
        .await
        .text();

    assert!(script.contains("/api/v1/openapi.json"));
    assert!(script.contains(r#""validatorUrl": "none""#));
}

fn linked_files(html: &str) -> Vec<String> {
    let links = ["href=\"", "src=\""]
        .into_iter()
        .flat_map(|sign| html.split(sign).skip(1));
    links
        .map(|rest| rest.split('"').next().unwrap().to_owned())
        .collect()
}
