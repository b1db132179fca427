//! The roles of PostgreSQL (H5).

use std::process::{Command, Output};

use portico_tests::{Account, Binary, SetUp};
use serde_json::json;
use test_services::Postgres;

const ROLES: &str = concat!(
    env!("CARGO_MANIFEST_DIR"),
    "/../deploy/postgresql/roles.sql"
);

fn psql(url: &str, arguments: &[&str]) -> Output {
    Command::new("psql")
        .args(["--no-psqlrc", "--quiet", "--dbname", url])
        .args(arguments)
        .output()
        .expect("psql runs")
}

/// The URL of the same database for another role.
fn as_role(url: &str, role: &str) -> String {
    let (_, place) = url.split_once('@').expect("a URL with a password");
    format!("postgres://{role}:of-{role}@{place}")
}

// H5
#[tokio::test]
async fn the_owner_migrates_and_the_server_serves_without_the_right_to_change_the_schema() {
    let url = Postgres::shared().url_for_new_database();
    let passwords = [
        "--set=owner_password=of-portico_owner",
        "--set=server_password=of-portico_server",
        "--file",
        ROLES,
    ];
    let made = psql(&url, &passwords);
    assert!(made.status.success(), "{made:?}");
    let [owner, server] = ["portico_owner", "portico_server"].map(|role| as_role(&url, role));

    let folder = tempfile::tempdir().expect("a temporary folder");
    let with = |url: &str| {
        let mut variables = SetUp::Embedded.variables(folder.path());
        variables.push(("DATABASE_URL".to_owned(), url.to_owned()));
        variables.push(("PORTICO__STORAGE__MIGRATE".to_owned(), "never".to_owned()));
        variables
    };
    let migrated = Binary::command(&["migrate", "up"], &with(&owner))
        .output()
        .await;
    assert!(migrated.expect("portico runs").status.success());

    let serving = Binary::serve(&with(&server), folder.path());
    let client = serving.client().await;
    let account = Account::register(&client).await;
    let item = client
        .api(reqwest::Method::POST, "/items/")
        .bearer(&account.token);
    let _ = item
        .json(&json!({"title": "Lantern"}))
        .send()
        .await
        .expect(200);
    for forbidden in [
        "CREATE TABLE t (id int)",
        "DROP TABLE users",
        "ALTER TABLE users ADD c int",
    ] {
        let refused = psql(&server, &["--command", forbidden]);
        assert!(!refused.status.success(), "{forbidden}");
    }

    // H4: what was written down is out of the reach of whoever takes over the server.
    for forbidden in [
        "UPDATE audit_events SET outcome = 'success'",
        "DELETE FROM audit_events",
        "TRUNCATE audit_events",
    ] {
        let refused = psql(&server, &["--command", forbidden]);
        let errors = String::from_utf8_lossy(&refused.stderr);
        assert!(
            errors.contains("permission denied"),
            "{forbidden}: {errors}"
        );
    }
    let deletion = client.api(reqwest::Method::DELETE, "/users/me");
    let _ = deletion.bearer(&account.token).send().await.expect(200);
    let count = "SELECT count(*) FROM audit_events WHERE event = 'user.deleted'";
    let counted = psql(&owner, &["--tuples-only", "--command", count]);
    assert_eq!(String::from_utf8_lossy(&counted.stdout).trim(), "1");
}
