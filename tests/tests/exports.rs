//! Everything that is kept of a user, gathered by a job and fetched over HTTP.
#![expect(clippy::expect_used, reason = "a broken expectation is a failed test")]

use std::time::Duration;

use portico_tests::{Account, Binary, Client, Reply, SetUp, on_both_set_ups};
use reqwest::Method;
use serde_json::{Value, json};

const EXPORT: &str = "/users/me/export";
/// Far more than any export here takes.
const PATIENCE: Duration = Duration::from_secs(30);

async fn ask_for_one(client: &Client, token: &str) -> Reply {
    let request = client.api(Method::POST, EXPORT).bearer(token);
    request.send().await.expect(202)
}

async fn read(client: &Client, token: &str) -> Value {
    let reply = client.get(EXPORT).bearer(token).send().await;
    reply.expect(200).json()
}

/// The export, once it is made.
async fn made(client: &Client, token: &str) -> Value {
    let made = async {
        loop {
            let export = read(client, token).await;
            if export["state"] == "ready" {
                return export;
            }
            assert!(["queued", "running"].contains(&export["state"].as_str().expect("a state")));
            assert_eq!(export["data"], Value::Null);
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    };
    tokio::time::timeout(PATIENCE, made)
        .await
        .expect("an export")
}

async fn make_item(client: &Client, token: &str, title: &str) {
    let item = client.api(Method::POST, "/items/").bearer(token);
    let _ = item.json(&json!({"title": title})).send().await.expect(200);
}

on_both_set_ups! {
    async fn a_user_gets_everything_of_theirs_and_nothing_of_others(app: App) {
        let client = app.client();
        let (ada, eve) = (Account::register(client).await, Account::register(client).await);
        make_item(client, &ada.token, "a lantern of hers").await;
        make_item(client, &eve.token, "a lantern of Eve's").await;
        let none = client.get(EXPORT).bearer(&ada.token).send().await;
        let _ = none.expect_problem(404, "export_not_found");

        let asked = ask_for_one(client, &ada.token).await.json();
        let export = made(client, &ada.token).await;

        assert_eq!(export["id"], asked["id"]);
        let data = &export["data"];
        assert_eq!(data["account"]["email"], ada.email);
        assert_eq!(data["sessions"].as_array().map(Vec::len), Some(1));
        assert_eq!(data["items"].as_array().map(Vec::len), Some(1));
        assert_eq!(data["items"][0]["title"], "a lantern of hers");
        let events = data["audit_events"].as_array().expect("events");
        let happened = |name: &str| events.iter().any(|event| event["event"] == name);
        assert!(happened("export.requested") && happened("registration.completed"), "{events:?}");
        // Eve is nowhere in it, and no secret of Ada's is.
        let text = export.to_string();
        for foreign in [eve.email.as_str(), "Eve's", ada.token.as_str(), "hash", "$2b$"] {
            assert!(!text.contains(foreign), "{foreign}");
        }
        let none = client.get(EXPORT).bearer(&eve.token).send().await;
        let _ = none.expect_problem(404, "export_not_found");
    }

    async fn a_large_export_arrives_whole(app: App) {
        let client = app.client();
        let ada = Account::register(client).await;
        let (title, description) = ("t".repeat(255), "d".repeat(255));
        for _ in 0..400 {
            let item = client.api(Method::POST, "/items/").bearer(&ada.token);
            let item = item.json(&json!({"title": title, "description": description}));
            let _ = item.send().await.expect(200);
        }
        let asked = ask_for_one(client, &ada.token).await.json();
        let export = made(client, &ada.token).await;
        assert_eq!(export["id"], asked["id"]);
        let items = export["data"]["items"].as_array().expect("items");
        assert_eq!(items.len(), 400);
        assert!(items.iter().all(|item| item["title"] == title.as_str()));
        assert!(export.to_string().len() > 256 * 1024);
    }

    async fn a_request_under_a_key_makes_one_export(app: App) {
        let client = app.client();
        let ada = Account::register(client).await;
        let mut ids = Vec::new();
        for _ in 0..2 {
            let request = client.api(Method::POST, EXPORT).bearer(&ada.token);
            let reply = request.header("idempotency-key", "k-1").send().await;
            ids.push(reply.expect(202).json()["id"].clone());
            assert_eq!(made(client, &ada.token).await["id"], ids[0]);
        }
        assert_eq!(ids[0], ids[1]);
    }

    async fn an_export_can_be_fetched_for_a_day(app: App) {
        let client = app.client();
        let ada = Account::register(client).await;
        let _ = ask_for_one(client, &ada.token).await;
        let first = made(client, &ada.token).await;
        app.clock().advance(Duration::from_hours(25));
        let again = Account::log_in(client, &ada.email, portico_tests::PASSWORD).await;
        let token = again.expect(200).text_at("/access_token");
        let gone = client.get(EXPORT).bearer(&token).send().await;
        let _ = gone.expect_problem(404, "export_not_found");
        let second = ask_for_one(client, &token).await.json();
        assert_ne!(second["id"], first["id"]);
        assert_eq!(made(client, &token).await["id"], second["id"]);
    }
}

/// A worker that is killed with the job leaves it to the next (I2).
async fn an_export_outlives_a_kill(set_up: SetUp) {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let variables = set_up.variables(folder.path());
    let server = Binary::serve(&variables, folder.path());
    let client = server.client().await;
    let ada = Account::register(&client).await;
    let asked = ask_for_one(&client, &ada.token).await.json();
    server.kill().await;

    let server = Binary::serve(&variables, folder.path());
    let client = server.client().await;
    let export = made(&client, &ada.token).await;
    assert_eq!(export["id"], asked["id"]);
    assert_eq!(export["data"]["account"]["email"], ada.email);
}

#[tokio::test]
async fn an_export_outlives_a_kill_embedded() {
    an_export_outlives_a_kill(SetUp::Embedded).await;
}

#[tokio::test]
async fn an_export_outlives_a_kill_scale_out() {
    an_export_outlives_a_kill(SetUp::ScaleOut).await;
}
