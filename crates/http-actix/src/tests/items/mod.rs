//! Items, over the whole stack and a database.

mod conditions;
mod export;
mod pages;
mod repeats;
mod single;
mod validation;

use serde_json::json;

use super::world::{Client, World};

/// Has a client make an item; gives its path.
async fn make(world: &World, client: &Client, title: &str) -> String {
    let made = world
        .post(client, "/items/", &json!({"title": title}))
        .await;
    assert_eq!(made.status, 200, "{}", made.text());
    format!("/items/{}", made.json()["id"].as_str().unwrap())
}
