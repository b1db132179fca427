//! Onboarding, over the whole stack and a database.

mod conditions;
mod question_validation;
mod questions;
mod rights;
mod user_info;

use actix_web::http::Method;
use serde_json::{Value, json};

use super::stack::Reply;
use super::world::{Client, World, a_world, to};

const QUESTIONS: &str = "/signup/questions";
const USER_INFO: &str = "/signup/user-info";
const MISSING: &str = "/signup/questions/01935f4e-7c2a-7b10-8a55-3d2c1b0a9f8e";

/// A world in which nothing is asked, and a superuser.
async fn a_silent_world() -> (World, Client) {
    let world = a_world().await;
    let root = world.superuser().await;
    let shipped = list(&world).await.json()["data"].take();
    for question in shipped.as_array().unwrap() {
        let deleted = world.delete(&root, &path_of(question)).await;
        assert_eq!(deleted.status, 204);
    }
    (world, root)
}

fn path_of(question: &Value) -> String {
    format!("{QUESTIONS}/{}", question["id"].as_str().unwrap())
}

/// A read by somebody who has no token.
async fn read(world: &World, path: &str) -> Reply {
    world.send(to(Method::GET, path)).await
}

async fn list(world: &World) -> Reply {
    read(world, QUESTIONS).await
}

/// Has a superuser make a question; gives its path.
async fn ask(world: &World, root: &Client, question: &Value) -> String {
    let made = world.post(root, QUESTIONS, question).await;
    assert_eq!(made.status, 201, "{}", made.text());
    path_of(&made.json())
}

/// A question for a text.
fn words(key: &str) -> Value {
    json!({"key": key, "prompt": "What?", "kind": "text"})
}

/// A question for a choice.
fn colour() -> Value {
    json!({
        "key": "colour",
        "prompt": "Which colour?",
        "kind": "single_choice",
        "options": [{"value": "red", "label": "Red"}, {"value": "blue", "label": "Blue"}],
        "required": true,
        "position": 3,
    })
}

/// Asserts which rules are broken where: the way below `body`, and the rule.
#[track_caller]
fn assert_broken(reply: &Reply, expected: &[(Value, &str)], what: &Value) {
    assert_eq!(reply.status, 422, "{what}: {}", reply.text());
    reply.assert_problem(422, "validation_failed");
    let problem = reply.json();
    let errors = problem["errors"].as_array().unwrap().iter();
    let found: Vec<_> = errors
        .map(|error| {
            let steps = error["loc"].as_array().unwrap();
            assert_eq!(steps[0], "body");
            assert!(error["msg"].as_str().is_some_and(|it| !it.is_empty()));
            (json!(steps[1..]), error["type"].as_str().unwrap())
        })
        .collect();
    assert_eq!(found, expected, "{what}");
}
