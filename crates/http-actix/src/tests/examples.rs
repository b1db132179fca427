//! Examples in the OpenAPI document (G12).

use jsonschema::Validator;
use serde_json::{Value, json};

use crate::openapi::openapi;

/// Every operation with its name, its path and itself.
fn operations(document: &Value) -> impl Iterator<Item = (String, &str, &Value)> {
    let paths = document["paths"].as_object().unwrap();
    paths.iter().flat_map(|(path, item)| {
        let methods = item.as_object().unwrap().iter();
        methods.map(move |(method, it)| (format!("{method} {path}"), path.as_str(), it))
    })
}

/// Every body that an operation takes, and every one that it gives when all is well.
fn bodies(operation: &Value) -> impl Iterator<Item = (&String, &Value)> {
    let replies = operation["responses"].as_object().unwrap().iter();
    let good = replies.filter(|(status, _)| status.starts_with('2'));
    let all = good
        .map(|(_, reply)| reply)
        .chain(operation.get("requestBody"));
    all.filter_map(|it| it["content"].as_object()).flatten()
}

/// What judges values by a schema of the document.
fn judge_of(schema: &Value, document: &Value) -> Validator {
    let mut schema = schema.clone();
    schema["components"] = document["components"].clone();
    jsonschema::draft202012::options()
        .should_validate_formats(true)
        .build(&schema)
        .unwrap()
}

#[test]
fn every_body_has_an_example_and_it_is_valid() {
    let document = serde_json::to_value(openapi()).unwrap();
    let mut wrong = Vec::new();
    let mut right = 0;
    for (name, _, operation) in operations(&document) {
        for (kind, body) in bodies(operation) {
            let is_text = kind.starts_with("text/") || kind == "application/octet-stream";
            match body.get("example") {
                None if is_text => {}
                None => wrong.push(format!("{name}: {kind} has none")),
                Some(example) => {
                    let judge = judge_of(&body["schema"], &document);
                    let faults = judge.iter_errors(example);
                    let faults = faults.map(|it| format!("{name}: {} {it}", it.instance_path()));
                    wrong.extend(faults);
                    right += 1;
                }
            }
        }
    }
    assert_eq!(wrong, [""; 0]);
    assert!(right > 60, "{right}");
}

#[test]
fn every_example_shows_each_member_that_must_be_there() {
    let document = serde_json::to_value(openapi()).unwrap();
    let jobs = &document["paths"]["/api/v1/admin/jobs/{id}"]["get"]["responses"]["200"];
    let job = &jobs["content"]["application/json"]["example"];

    assert_eq!(job["kind"], "registration_mail");
    assert_eq!(job["state"], "queued");
    assert_eq!(job["errors"][0]["attempt"], 1);
}

#[test]
fn the_answers_of_examples_fit_the_questions_that_are_shipped() {
    let document = serde_json::to_value(openapi()).unwrap();
    let answering = &document["paths"]["/api/v1/signup/user-info"]["post"]["requestBody"];
    let answers = &answering["content"]["application/json"]["example"]["answers"];
    let shipped = include_str!("../../../../migrations/data/onboarding_questions.json");
    let shipped: Vec<Value> = serde_json::from_str(shipped).unwrap();

    for (key, _) in answers.as_object().unwrap() {
        assert!(shipped.iter().any(|it| it["key"] == **key), "{key}");
    }
}

#[test]
fn a_problem_is_one_of_its_operation() {
    let document = serde_json::to_value(openapi()).unwrap();
    for (name, path, operation) in operations(&document) {
        for (status, reply) in operation["responses"].as_object().unwrap() {
            let content = &reply["content"]["application/problem+json"];
            for (code, example) in content["examples"].as_object().into_iter().flatten() {
                let instance = example["value"]["instance"].as_str().unwrap();
                assert!(!instance.contains('{'), "{name} {status} {code}");
                let start = path.split('{').next().unwrap();
                assert!(instance.starts_with(start), "{name}: {instance}");
                assert!(!instance.ends_with("//"), "{name}: {instance}");
            }
        }
    }
}

#[test]
fn a_broken_field_is_one_that_the_operation_has() {
    let document = serde_json::to_value(openapi()).unwrap();
    for (name, _, operation) in operations(&document) {
        let content = &operation["responses"]["422"]["content"]["application/problem+json"];
        let example = &content["examples"]["validation_failed"]["value"];
        let loc = &example["errors"][0]["loc"];
        let (Some(part), Some(field)) = (loc[0].as_str(), loc[1].as_str()) else {
            assert!(example.is_null(), "{name}");
            continue;
        };
        if part == "body" {
            let bodies = operation["requestBody"]["content"].as_object().unwrap();
            let shown = &bodies.values().next().unwrap()["example"];
            assert!(shown.get(field).is_some(), "{name}: {loc}");
        } else {
            let parameters = operation["parameters"].as_array().unwrap();
            let mut known = parameters.iter();
            let is_known = known.any(|it| it["in"] == part && it["name"] == field);
            assert!(is_known, "{name}: {loc}");
        }
    }
}

#[test]
fn a_broken_field_is_in_the_part_that_an_operation_has() {
    let document = serde_json::to_value(openapi()).unwrap();
    for (method, path, loc) in [
        ("get", "/admin/jobs", json!(["query", "limit"])),
        ("get", "/admin/jobs/{id}", json!(["path", "id"])),
        ("post", "/utils/test-email/", json!(["query", "email_to"])),
        ("post", "/auth/login", json!(["body", "identifier"])),
        ("patch", "/users/{user_id}", json!(["body", "email"])),
        (
            "post",
            "/password-recovery/{email}",
            json!(["path", "email"]),
        ),
    ] {
        let operation = &document["paths"][format!("/api/v1{path}")][method];
        let content = &operation["responses"]["422"]["content"]["application/problem+json"];
        let example = &content["examples"]["validation_failed"]["value"];
        assert_eq!(example["errors"][0]["loc"], loc, "{method} {path}");
    }
}
