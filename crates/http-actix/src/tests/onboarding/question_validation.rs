//! Questions that break rules: each of them is named with the way to it.

use serde_json::{Value, json};

use super::{QUESTIONS, a_silent_world, ask, assert_broken, colour, list, read, words};

/// A question with other values in some places.
fn but(question: &Value, changes: &[(&str, Value)]) -> Value {
    let mut question = question.clone();
    for (member, value) in changes {
        question[*member] = value.clone();
    }
    question
}

fn broken_questions() -> Vec<(Value, Vec<(Value, &'static str)>)> {
    let long = "a".repeat(256);
    let empty = json!({"value": "", "label": "Red"});
    let no_label = json!({"value": "blue"});
    let many: Vec<_> = (0..101).map(|_| json!({})).collect();
    vec![
        (
            json!({}),
            vec![
                (json!(["key"]), "missing"),
                (json!(["prompt"]), "missing"),
                (json!(["kind"]), "missing"),
            ],
        ),
        (
            but(&words("a"), &[("key", json!("Größe"))]),
            vec![(json!(["key"]), "question_key")],
        ),
        (
            but(
                &words("a"),
                &[("prompt", json!(long)), ("kind", json!("colour"))],
            ),
            vec![(json!(["prompt"]), "text"), (json!(["kind"]), "choice")],
        ),
        (
            but(
                &words("a"),
                &[("required", json!(null)), ("position", json!(null))],
            ),
            vec![(json!(["required"]), "null"), (json!(["position"]), "null")],
        ),
        (
            but(&words("a"), &[("position", json!(-1))]),
            vec![(json!(["position"]), "integer_type")],
        ),
        (
            but(&words("a"), &[("position", json!(70_000))]),
            vec![(json!(["position"]), "integer_type")],
        ),
        (
            but(&words("a"), &[("options", colour()["options"].clone())]),
            vec![(json!(["options"]), "unexpected")],
        ),
        (
            but(&colour(), &[("options", json!([]))]),
            vec![(json!(["options"]), "length")],
        ),
        (
            but(&colour(), &[("options", json!(null))]),
            vec![(json!(["options"]), "length")],
        ),
        (
            but(&colour(), &[("options", json!(many))]),
            vec![(json!(["options"]), "length")],
        ),
        (
            but(
                &colour(),
                &[("options", json!([empty, no_label])), ("key", json!("1"))],
            ),
            vec![
                (json!(["key"]), "question_key"),
                (json!(["options", 0, "value"]), "text"),
                (json!(["options", 1, "label"]), "missing"),
            ],
        ),
        (
            but(
                &colour(),
                &[(
                    "options",
                    json!([
                        {"value": "red", "label": "Red"}, {"value": "red", "label": "Crimson"},
                    ]),
                )],
            ),
            vec![(json!(["options"]), "duplicate")],
        ),
        (
            but(&colour(), &[("options", json!(["red"]))]),
            vec![(json!(["options", 0]), "object_type")],
        ),
    ]
}

#[actix_web::test]
async fn a_question_keeps_every_rule() {
    let (world, root) = a_silent_world().await;
    let path = ask(&world, &root, &words("kept")).await;
    let before = read(&world, &path).await;
    for (body, broken) in broken_questions() {
        let made = world.post(&root, QUESTIONS, &body).await;
        assert_broken(&made, &broken, &body);
        let changed = world.put(&root, &path, &body).await;
        assert_broken(&changed, &broken, &body);
    }
    assert_eq!(list(&world).await.json()["count"], 1);
    assert_eq!(read(&world, &path).await.text(), before.text());
}

#[actix_web::test]
async fn the_longest_and_the_oddest_texts_are_kept() {
    let (world, root) = a_silent_world().await;
    let prompt = "\u{1F3EE}".repeat(255);
    let options: Vec<_> = (0..100)
        .map(|number| json!({"value": format!("{number:>64}"), "label": "<b>'; --"}))
        .collect();
    let body = but(
        &colour(),
        &[
            ("prompt", json!(prompt)),
            ("options", json!(options)),
            ("position", json!(65_535)),
        ],
    );
    let path = ask(&world, &root, &body).await;
    let seen = read(&world, &path).await.json();
    for member in ["prompt", "options", "position"] {
        assert_eq!(seen[member], body[member]);
    }
}
