//! Starting while the services are away, and with a wrong configuration.
#![expect(clippy::expect_used, reason = "a broken expectation is a failed test")]

use std::time::Duration;

use portico_tests::{Account, Binary, Client, Document, PASSWORD, SetUp};
use reqwest::Method;
use serde_json::json;
use test_services::{Postgres, Redis};

/// Runs a command to its end: exit code, standard output, standard error.
async fn run(arguments: &[&str], variables: &[(String, String)]) -> (Option<i32>, String, String) {
    let output = Binary::command(arguments, variables)
        .output()
        .await
        .expect("portico runs");
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    (
        output.status.code(),
        text(&output.stdout),
        text(&output.stderr),
    )
}

fn variable(key: &str, value: &str) -> (String, String) {
    (key.to_owned(), value.to_owned())
}

// I14
#[tokio::test]
async fn it_waits_for_postgresql_and_becomes_ready_when_it_comes() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let mut postgres = Postgres::start();
    let mut variables = SetUp::Embedded.variables(folder.path());
    variables.push(variable(
        "PORTICO__STORAGE__URL",
        &postgres.url_for_new_database(),
    ));
    postgres.stop();
    let address = bind_to_free_address(&mut variables);

    let server = Binary::serve(&variables, folder.path());
    let client = client_before_ready(&address).await;
    let _ = client
        .request(Method::GET, "/livez")
        .send()
        .await
        .expect(200);
    let _ = client
        .request(Method::GET, "/readyz")
        .send()
        .await
        .expect(503);

    postgres.restart();
    let ready = server.client().await;
    let _ = ready
        .request(Method::GET, "/readyz")
        .send()
        .await
        .expect(200);
    let account = Account::register(&ready).await;
    let _ = Account::log_in(&ready, &account.email, PASSWORD)
        .await
        .expect(200);
}

/// Somebody else migrates: until they have, every request is told to come back (I6, I14, H5).
async fn an_empty_database_is_503_until_it_is_migrated(set_up: SetUp) {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let mut variables = set_up.variables(folder.path());
    variables.push(variable("PORTICO__STORAGE__MIGRATE", "never"));
    let address = bind_to_free_address(&mut variables);

    let server = Binary::serve(&variables, folder.path());
    let client = client_before_ready(&address).await;
    let initiate = json!({"email": "ada@example.com"});
    for reply in [
        client.post("/auth/register/initiate", &initiate).await,
        Account::log_in(&client, "ada@example.com", PASSWORD).await,
        client.me("a.token.of.an.outage").await,
        client.request(Method::GET, "/readyz").send().await,
    ] {
        let reply = reply.expect_problem(503, "not_ready");
        assert_ne!(reply.header("retry-after"), "");
    }
    let live = client.request(Method::GET, "/livez").send().await;
    let _ = live.expect(200);

    let (code, _, errors) = run(&["migrate", "up"], &variables).await;
    assert_eq!(code, Some(0), "{errors}");
    let _ = Account::register(&server.client().await).await;
}

#[tokio::test]
async fn an_empty_database_is_503_until_it_is_migrated_embedded() {
    an_empty_database_is_503_until_it_is_migrated(SetUp::Embedded).await;
}

#[tokio::test]
async fn an_empty_database_is_503_until_it_is_migrated_scale_out() {
    an_empty_database_is_503_until_it_is_migrated(SetUp::ScaleOut).await;
}

// H5
#[tokio::test]
async fn no_command_migrates_what_only_migrate_may() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let mut variables = SetUp::Embedded.variables(folder.path());
    variables.push(variable("PORTICO__STORAGE__MIGRATE", "never"));
    let command = ["create-superuser", "--email", "root@example.com"];

    let (code, _, errors) = run(&command, &variables).await;
    assert_eq!(code, Some(1), "{errors}");
    assert!(errors.contains("portico migrate up"), "{errors}");
    let (_, status, _) = run(&["migrate", "status"], &variables).await;
    assert!(!status.contains("applied"), "{status}");
}

// I14: Redis is not needed to be ready, and jobs are found without it.
#[tokio::test]
async fn it_serves_without_redis_and_mail_still_goes_out() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let mut redis = Redis::start();
    let mut variables = SetUp::Embedded.variables(folder.path());
    variables.push(variable("PORTICO__REDIS__URL", &redis.url()));
    redis.stop();

    let server = Binary::serve(&variables, folder.path());
    let client = server.client().await;
    let ready = client
        .request(Method::GET, "/readyz")
        .send()
        .await
        .expect(200);
    assert!(ready.text.contains("redis"), "{ready:?}");
    let _ = Account::register(&client).await;
}

// I14
#[tokio::test]
async fn a_refused_password_of_the_database_ends_the_start() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let url = Postgres::shared().url_for_new_database();
    let (user, rest) = url
        .split_once("://")
        .and_then(|(_, rest)| rest.split_once(':'))
        .expect("a URL with a password");
    let wrong = format!(
        "postgres://{user}:not-the-password@{}",
        rest.split_once('@').expect("a host").1
    );
    let mut variables = SetUp::Embedded.variables(folder.path());
    variables.push(variable("PORTICO__STORAGE__URL", &wrong));

    let (code, _, errors) = run(&["serve"], &variables).await;
    assert_eq!(code, Some(1), "{errors}");
    assert!(!errors.contains("not-the-password"), "{errors}"); // H2
}

#[tokio::test]
async fn a_wrong_configuration_is_named_and_ends_with_78() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    for (key, value, named) in [
        ("PORTICO__HTTP__BNID", "127.0.0.1:0", "http.bnid"),
        ("PORTICO__OTP__TTL", "an hour", "otp.ttl"),
        ("PORTICO__TOKENS__KEYS", "short:AAAA", "tokens.keys"),
        (
            "PORTICO__STORAGE__URL",
            "mysql://localhost/x",
            "storage.url",
        ),
    ] {
        let mut variables = SetUp::Embedded.variables(folder.path());
        variables.push(variable(key, value));
        let (code, _, errors) = run(&["serve"], &variables).await;
        assert_eq!(code, Some(78), "{key}: {errors}");
        assert!(errors.contains(named), "{key}: {errors}");
        assert_eq!(errors.lines().count(), 1, "{key}: {errors}");
    }
}

// H1
#[tokio::test]
async fn the_first_start_prints_a_random_password_that_works_and_the_second_prints_none() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let variables = SetUp::Embedded.variables(folder.path());
    let first = Binary::serve(&variables, folder.path());
    let _ready = first.client().await;
    let printed = first.printed().await;
    let password = printed
        .trim()
        .strip_prefix("First superuser: admin@example.com, password: ")
        .expect("the password is printed");

    let second = Binary::serve(&variables, folder.path());
    let client = second.client().await;
    let token = Account::log_in(&client, "admin@example.com", password)
        .await
        .expect(200)
        .text_at("/access_token");
    let me = client.me(&token).await.expect(200);
    assert_eq!(me.json()["is_superuser"], true);
    assert_eq!(second.printed().await, "");
}

// H1
#[tokio::test]
async fn a_first_superuser_with_a_given_password_is_made_once_and_never_reset() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let mut variables = SetUp::Embedded.variables(folder.path());
    variables.push(variable("PORTICO__FIRST_SUPERUSER__PASSWORD", PASSWORD));
    let server = Binary::serve(&variables, folder.path());
    let client = server.client().await;
    let token = Account::log_in(&client, "admin@example.com", PASSWORD)
        .await
        .expect(200)
        .text_at("/access_token");
    assert_eq!(
        client.me(&token).await.expect(200).json()["is_superuser"],
        true
    );
    server.kill().await;

    let mut second = variables.clone();
    second.retain(|(key, _)| key != "PORTICO__FIRST_SUPERUSER__PASSWORD");
    second.push(variable(
        "PORTICO__FIRST_SUPERUSER__PASSWORD",
        "another-password-altogether",
    ));
    let server = Binary::serve(&second, folder.path());
    let client = server.client().await;
    let _ = Account::log_in(&client, "admin@example.com", PASSWORD)
        .await
        .expect(200);
}

#[tokio::test]
async fn the_commands_do_what_they_say() {
    for set_up in [SetUp::Embedded, SetUp::ScaleOut] {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let mut variables = set_up.variables(folder.path());
        let (code, _, errors) = run(&["migrate", "up"], &variables).await;
        assert_eq!(code, Some(0), "{errors}");
        let (code, status, _) = run(&["migrate", "status"], &variables).await;
        assert_eq!(code, Some(0));
        let is_applied = |line: &str| line.starts_with("applied");
        assert!(status.lines().all(is_applied), "{status}");

        let password_file = folder.path().join("password");
        std::fs::write(&password_file, format!("{PASSWORD}\n")).expect("a file can be written");
        variables.push(variable(
            "PORTICO__FIRST_SUPERUSER__PASSWORD_FILE",
            &password_file.display().to_string(),
        ));
        for _ in 0..2 {
            let (code, output, errors) = run(
                &["create-superuser", "--email", "root@example.com"],
                &variables,
            )
            .await;
            assert_eq!(code, Some(0), "{output}{errors}");
        }
        let (code, _, errors) = run(&["migrate", "down", "1"], &variables).await;
        assert_eq!(code, Some(0), "{errors}");
        let (code, _, errors) = run(&["config", "check"], &variables).await;
        assert_eq!(code, Some(0), "{errors}");
        let (code, shown, _) = run(&["config", "show"], &variables).await;
        assert_eq!(code, Some(0));
        assert!(!shown.contains(PASSWORD), "{shown}"); // H2
    }
}

#[tokio::test]
async fn openapi_and_keys_need_no_services() {
    let (code, document, _) = run(&["openapi"], &[]).await;
    assert_eq!(code, Some(0));
    assert!(
        document.contains("\"openapi\": \"3.1.0\"") || document.contains("\"openapi\":\"3.1.0\"")
    );
    let (code, entry, _) = run(&["keys", "generate"], &[]).await;
    assert_eq!(code, Some(0));
    let (kid, key) = entry.trim().split_once(':').expect("kid:key");
    assert!(!kid.is_empty() && key.len() == 43, "{entry}");
}

fn free_address() -> String {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").expect("a free port");
    listener.local_addr().expect("an address").to_string()
}

/// Has the server listen at an address that is known before it is ready.
fn bind_to_free_address(variables: &mut Vec<(String, String)>) -> String {
    let address = free_address();
    variables.retain(|(key, _)| key != "PORTICO__HTTP__BIND");
    variables.push(variable("PORTICO__HTTP__BIND", &address));
    address
}

/// A client of a server that listens and need not be ready.
async fn client_before_ready(address: &str) -> Client {
    wait_until_it_listens(address).await;
    Client::new(&format!("http://{address}"), Document::of_this_version())
}

async fn wait_until_it_listens(address: &str) {
    let listens = async {
        while tokio::net::TcpStream::connect(address).await.is_err() {
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
    };
    tokio::time::timeout(Duration::from_secs(20), listens)
        .await
        .expect("it listens");
}
