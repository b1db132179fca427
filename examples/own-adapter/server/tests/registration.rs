//! The binary as it is: somebody registers, and their code arrives at the webhook.
#![expect(clippy::unwrap_used, reason = "a broken expectation is a failed test")]

use std::process::Stdio;

use portico_tests::{Client, Document, PASSWORD, Pending};
use tempfile::TempDir;
use tokio::process::{Child, Command};
use webhook_catcher::WebhookCatcher;

/// Starts the binary on a free port; it is killed when this value is dropped.
fn serve(folder: &TempDir, webhook: &WebhookCatcher) -> Child {
    Command::new(env!("CARGO_BIN_EXE_own-portico"))
        .arg("serve")
        .env_clear()
        .env("PORTICO__DATA_DIR", folder.path())
        .env("PORTICO__HTTP__BIND", "127.0.0.1:0")
        .env("PORTICO__HTTP__ADDRESS_FILE", folder.path().join("address"))
        .env("PORTICO__PASSWORDS__BCRYPT_COST", "4")
        .env("PORTICO__MAIL__URL", "custom://")
        .env("PORTICO__LOG__LEVEL", "warn")
        .env("WEBHOOK_URL", webhook.url())
        .env("CACHE_FOLDER", folder.path().join("cache"))
        .stdin(Stdio::null())
        .kill_on_drop(true)
        .spawn()
        .unwrap()
}

/// The first run of exactly six digits.
fn code_in(text: &str) -> &str {
    let mut runs = text.split(|letter: char| !letter.is_ascii_digit());
    runs.find(|run| run.len() == 6).unwrap()
}

// A1
#[tokio::test]
async fn somebody_registers_with_the_code_that_arrives_at_the_webhook() {
    let (folder, webhook) = (TempDir::new().unwrap(), WebhookCatcher::start());
    let _server = serve(&folder, &webhook);
    let address_file = folder.path().join("address");
    let client = Client::when_ready(&address_file, Document::of_this_version()).await;

    let pending = Pending::initiate(&client, "ada@example.com").await;
    let mail = webhook.wait_for("to", "ada@example.com");
    let code = code_in(mail["text"].as_str().unwrap());
    let _ = pending.verify(code).await.expect(200);
    let _ = pending.set_password(PASSWORD).await.expect(200);
    let account = pending.complete("ada").await.expect(201);
    let token = account.text_at("/access_token");

    let items = client.get("/items/").bearer(&token).send().await;
    let _ = items.expect(200);
    let pages = std::fs::read_dir(folder.path().join("cache/values"));
    assert!(
        pages.unwrap().count() > 0,
        "the list was cached in the folder"
    );
}
