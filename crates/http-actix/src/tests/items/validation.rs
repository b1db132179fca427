//! Bad input, field by field and parameter by parameter.

use serde_json::{Value, json};

use super::super::stack::Reply;
use super::super::world::a_world;
use super::make;

/// Asserts that these fields of this part, and no others, break these rules.
#[track_caller]
fn assert_broken(reply: &Reply, part: &str, expected: &[(&str, &str)], what: &str) {
    assert_eq!(reply.status, 422, "{what}: {}", reply.text());
    reply.assert_problem(422, "validation_failed");
    let problem = reply.json();
    let errors = problem["errors"].as_array().unwrap();
    let found: Vec<_> = errors
        .iter()
        .map(|error| (error["loc"].clone(), error["type"].clone()))
        .collect();
    let expected: Vec<_> = expected
        .iter()
        .map(|(field, kind)| (json!([part, field]), json!(kind)))
        .collect();
    assert_eq!(found, expected, "{what}");
    let says_something = |error: &Value| error["msg"].as_str().is_some_and(|it| !it.is_empty());
    assert!(errors.iter().all(says_something));
}

fn long(count: usize) -> String {
    "\u{1F3EE}".repeat(count)
}

#[actix_web::test]
async fn a_new_item_keeps_every_rule() {
    let world = a_world().await;
    let kim = world.client().await;
    for (body, broken) in [
        (json!({}), &[("title", "missing")][..]),
        (json!({"title": null}), &[("title", "missing")]),
        (json!({"title": ""}), &[("title", "too_short")]),
        (json!({"title": long(256)}), &[("title", "too_long")]),
        (
            json!({"title": "a\u{0}"}),
            &[("title", "control_character")],
        ),
        (
            json!({"title": "a\r\nb"}),
            &[("title", "control_character")],
        ),
        (json!({"title": 5}), &[("title", "string_type")]),
        (json!({"title": ["a"]}), &[("title", "string_type")]),
        (
            json!({"title": "a", "description": 5}),
            &[("description", "string_type")],
        ),
        (
            json!({"title": "a", "description": long(256)}),
            &[("description", "too_long")],
        ),
        (
            json!({"title": "a", "description": "\u{0}"}),
            &[("description", "control_character")],
        ),
        (
            json!({"title": "", "description": long(256)}),
            &[("title", "too_short"), ("description", "too_long")],
        ),
    ] {
        let reply = world.post(&kim, "/items/", &body).await;
        assert_broken(&reply, "body", broken, &body.to_string());
    }
    assert_eq!(world.get(&kim, "/items/").await.json()["count"], 0);
}

#[actix_web::test]
async fn the_longest_and_the_oddest_texts_are_kept() {
    let world = a_world().await;
    let kim = world.client().await;
    for (title, description) in [
        (long(255), json!(long(255))),
        ("   ".to_owned(), json!("")),
        (
            "'; DROP TABLE items; --".to_owned(),
            json!("{{7*7}} ${x} %s \u{202e}"),
        ),
        ("a".to_owned(), json!(null)),
    ] {
        let body = json!({"title": title, "description": description});
        let made = world.post(&kim, "/items/", &body).await;
        assert_eq!(made.status, 200, "{body}");
        assert_eq!(made.json()["title"], body["title"]);
        assert_eq!(made.json()["description"], body["description"]);
    }
}

#[actix_web::test]
async fn an_update_keeps_every_rule() {
    let world = a_world().await;
    let kim = world.client().await;
    let path = make(&world, &kim, "Lantern").await;
    for (body, broken) in [
        (json!({"title": null}), &[("title", "null")][..]),
        (json!({"title": ""}), &[("title", "too_short")]),
        (json!({"title": long(256)}), &[("title", "too_long")]),
        (
            json!({"title": "\u{7f}"}),
            &[("title", "control_character")],
        ),
        (json!({"title": {}}), &[("title", "string_type")]),
        (
            json!({"description": false}),
            &[("description", "string_type")],
        ),
        (
            json!({"title": null, "description": long(256)}),
            &[("title", "null"), ("description", "too_long")],
        ),
    ] {
        let reply = world.put(&kim, &path, &body).await;
        assert_broken(&reply, "body", broken, &body.to_string());
    }
    assert_eq!(world.get(&kim, &path).await.header("etag"), "\"1\"");
}

// F5r
#[actix_web::test]
async fn a_page_keeps_every_rule() {
    let world = a_world().await;
    let kim = world.client().await;
    for (query, broken) in [
        ("skip=abc", &[("skip", "int_parsing")][..]),
        ("skip=", &[("skip", "int_parsing")]),
        ("skip=1.5", &[("skip", "int_parsing")]),
        ("skip=1.", &[("skip", "int_parsing")]),
        ("skip=NaN", &[("skip", "int_parsing")]),
        ("skip=1e3", &[("skip", "int_parsing")]),
        ("skip=0x10", &[("skip", "int_parsing")]),
        ("skip=%00", &[("skip", "int_parsing")]),
        ("skip=%D9%A1", &[("skip", "int_parsing")]),
        ("skip=-1", &[("skip", "greater_than_equal")]),
        (
            "skip=-99999999999999999999",
            &[("skip", "greater_than_equal")],
        ),
        ("skip=2147483648", &[("skip", "less_than_equal")]),
        ("skip=99999999999999999999", &[("skip", "less_than_equal")]),
        ("limit=abc", &[("limit", "int_parsing")]),
        ("limit=-1", &[("limit", "greater_than_equal")]),
        ("limit=1001", &[("limit", "less_than_equal")]),
        ("limit=1000000000", &[("limit", "less_than_equal")]),
        ("limit=NaN", &[("limit", "int_parsing")]),
        ("limit=5&limit=abc", &[("limit", "int_parsing")]),
        ("cursor=", &[("cursor", "cursor")]),
        ("cursor=abc", &[("cursor", "cursor")]),
        ("cursor=%00%ff", &[("cursor", "cursor")]),
        (
            "cursor=!&limit=-1&skip=x",
            &[
                ("skip", "int_parsing"),
                ("limit", "greater_than_equal"),
                ("cursor", "cursor"),
            ],
        ),
    ] {
        let reply = world.get(&kim, &format!("/items/?{query}")).await;
        assert_broken(&reply, "query", broken, query);
    }
}

#[actix_web::test]
async fn an_id_is_a_uuid_in_any_of_its_forms() {
    let world = a_world().await;
    let kim = world.client().await;
    let path = make(&world, &kim, "Lantern").await;
    let id = path.trim_start_matches("/items/");
    for form in [
        id.to_uppercase(),
        id.replace('-', ""),
        format!("%7B{id}%7D"),
        format!("urn:uuid:{id}"),
    ] {
        let reply = world.get(&kim, &format!("/items/{form}")).await;
        assert_eq!(reply.status, 200, "{form}");
    }
    for form in ["export", "1", "*", "%00", &id[1..]] {
        let reply = world.get(&kim, &format!("/items/{form}")).await;
        assert_broken(&reply, "path", &[("id", "uuid_parsing")], form);
    }
}
