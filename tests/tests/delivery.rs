//! What was acknowledged is done: after a kill, and when the process is asked to stop.
#![expect(clippy::expect_used, reason = "a broken expectation is a failed test")]

use std::time::Duration;

use portico_tests::{
    Account, Binary, Mailbox, PASSWORD, Pending, SetUp, a_new_address, a_new_username,
};
use reqwest::Method;
use serde_json::json;

/// The server that answered never begins with the mail: the next one finds it (I2).
async fn a_mail_that_nobody_began_is_sent_by_the_next_server(set_up: SetUp) {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let variables = set_up.variables(folder.path());
    let server = Binary::serve_without_worker(&variables, folder.path());
    let email = a_new_address();
    let id = Pending::initiate(&server.client().await, &email).await.id;
    assert!(
        Mailbox::of(&server.client().await)
            .mails_to(&email)
            .await
            .is_empty()
    );
    server.kill().await;

    let server = Binary::serve(&variables, folder.path());
    let client = server.client().await;
    let code = Mailbox::of(&client).code(&email, 1).await;
    let body = json!({"registration_id": id, "otp": code});
    let _ = client
        .post("/auth/register/verify-otp", &body)
        .await
        .expect(200);
}

#[tokio::test]
async fn a_mail_that_nobody_began_is_sent_embedded() {
    a_mail_that_nobody_began_is_sent_by_the_next_server(SetUp::Embedded).await;
}

#[tokio::test]
async fn a_mail_that_nobody_began_is_sent_scale_out() {
    a_mail_that_nobody_began_is_sent_by_the_next_server(SetUp::ScaleOut).await;
}

/// What was acknowledged is there after a kill (I1).
async fn an_account_survives_a_kill(set_up: SetUp) {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let variables = set_up.variables(folder.path());
    let server = Binary::serve(&variables, folder.path());
    let client = server.client().await;
    let pending = Pending::with_password(&client).await;
    let username = a_new_username();
    let completed = pending.complete(&username).await.expect(201);
    server.kill().await;

    let server = Binary::serve(&variables, folder.path());
    let client = server.client().await;
    let _ = client
        .me(&completed.text_at("/access_token"))
        .await
        .expect(200);
    let _ = Account::log_in(&client, &username, PASSWORD)
        .await
        .expect(200);
}

#[tokio::test]
async fn an_account_survives_a_kill_embedded() {
    an_account_survives_a_kill(SetUp::Embedded).await;
}

#[tokio::test]
async fn an_account_survives_a_kill_scale_out() {
    an_account_survives_a_kill(SetUp::ScaleOut).await;
}

/// A request that is under way when the server is asked to stop is answered, and the exit code is 0 (I13).
async fn a_stop_answers_what_is_under_way(set_up: SetUp) {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let mut variables = set_up.variables(folder.path());
    // A hash of this cost takes long enough to be under way when the signal comes, after which nothing is
    // waited for but what is under way: the set-ups have no stop delay.
    variables.retain(|(key, _)| key != "PORTICO__PASSWORDS__BCRYPT_COST");
    variables.push((
        "PORTICO__PASSWORDS__BCRYPT_COST".to_owned(),
        "13".to_owned(),
    ));
    let server = Binary::serve(&variables, folder.path());
    let client = server.client().await;
    let pending = Pending::verified(&client).await;

    let (id, setter) = (pending.id.clone(), client.clone());
    let under_way = tokio::spawn(async move {
        setter
            .post(
                "/auth/register/set-password",
                &json!({"registration_id": id, "password": PASSWORD}),
            )
            .await
    });
    tokio::time::sleep(Duration::from_millis(150)).await;
    server.terminate();
    let _ = under_way
        .await
        .expect("the request is answered")
        .expect(200);
    assert_eq!(server.wait().await, Some(0));
}

#[tokio::test]
async fn a_stop_answers_what_is_under_way_embedded() {
    a_stop_answers_what_is_under_way(SetUp::Embedded).await;
}

#[tokio::test]
async fn a_stop_answers_what_is_under_way_scale_out() {
    a_stop_answers_what_is_under_way(SetUp::ScaleOut).await;
}

// I15: one serving process per SQLite file.
#[tokio::test]
async fn a_second_server_on_one_file_refuses_to_start() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let variables = SetUp::Embedded.variables(folder.path());
    let first = Binary::serve(&variables, folder.path());
    let client = first.client().await;
    let second = Binary::command(&["serve"], &variables)
        .output()
        .await
        .expect("portico runs");
    assert_eq!(second.status.code(), Some(1), "{second:?}");
    let _ = client
        .request(Method::GET, "/livez")
        .send()
        .await
        .expect(200);
}
