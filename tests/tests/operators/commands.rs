//! Commands beside a server that runs: on SQLite it holds the lock of its file meanwhile (I15).

use std::collections::BTreeSet;
use std::ffi::OsString;
use std::path::Path;

use portico_tests::{Account, Binary, PASSWORD, SetUp, a_new_address};
use reqwest::Method;
use serde_json::json;
use test_services::{Postgres, SmtpCatcher, SmtpFault, SmtpStage};

use crate::{Operator, PATIENCE, a_relay_that_refuses, settings};

type Variables = Vec<(String, String)>;

/// Runs a command to its end: exit code, standard output, standard error.
async fn run(arguments: &[&str], variables: &Variables) -> (Option<i32>, String, String) {
    let output = Binary::command(arguments, variables).output().await;
    let output = output.expect("portico runs");
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    (
        output.status.code(),
        text(&output.stdout),
        text(&output.stderr),
    )
}

/// Runs a command that is to succeed; gives what it prints.
async fn done(arguments: &[&str], variables: &Variables) -> String {
    let (code, printed, errors) = run(arguments, variables).await;
    assert_eq!(code, Some(0), "{printed}{errors}");
    printed
}

/// An operator without a browser finds the dead letter and has it sent (I4, H4).
async fn dead_letters_are_found_and_sent_from_the_command_line(set_up: SetUp) {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let relay = a_relay_that_refuses();
    let mut variables = set_up.variables(folder.path());
    variables.extend(settings(&relay));
    let server = Binary::serve(&variables, folder.path());
    let client = server.client().await;
    let operator = Operator::log_in(&client).await;
    let email = a_new_address();
    let id = operator.promise_a_mail(&email).await;
    operator.job_that(&id, |job| job["state"] == "dead").await;

    let listed = done(&["jobs", "list", "--state", "dead"], &variables).await;
    assert!(listed.contains(&id) && listed.contains("550"), "{listed}");
    let other = ["jobs", "list", "--kind", "welcome_mail", "--limit", "1"];
    assert_eq!(done(&other, &variables).await.lines().count(), 1);
    relay.recover();
    let printed = done(&["jobs", "retry", &id], &variables).await;
    assert!(printed.contains("queued again"), "{printed}");

    let mails = relay.wait_for(1, PATIENCE);
    assert_eq!(mails[0].to, [email]);
    let events = operator.get("/admin/audit?event=job.retried").await.json();
    assert_eq!(events["data"][0]["actor"], serde_json::Value::Null);
    let (code, _, errors) = run(&["jobs", "retry", &id], &variables).await;
    assert_eq!(code, Some(1));
    assert!(
        errors.contains("cancelled job can be tried again"),
        "{errors}"
    );
}

#[tokio::test]
async fn dead_letters_are_found_and_sent_from_the_command_line_embedded() {
    dead_letters_are_found_and_sent_from_the_command_line(SetUp::Embedded).await;
}

#[tokio::test]
async fn dead_letters_are_found_and_sent_from_the_command_line_scale_out() {
    dead_letters_are_found_and_sent_from_the_command_line(SetUp::ScaleOut).await;
}

/// After a long outage all of them leave at once, with an event each, and one that is asked for again is not sent twice
/// (I4, H4).
async fn all_dead_letters_are_sent_with_one_command(set_up: SetUp) {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let relay = a_relay_that_refuses();
    let mut variables = set_up.variables(folder.path());
    variables.extend(settings(&relay));
    let server = Binary::serve(&variables, folder.path());
    let client = server.client().await;
    let operator = Operator::log_in(&client).await;
    let mut wanted = BTreeSet::new();
    for _ in 0..3 {
        let email = a_new_address();
        let id = operator.promise_a_mail(&email).await;
        operator.job_that(&id, |job| job["state"] == "dead").await;
        wanted.insert(email);
    }

    relay.recover();
    let other = ["jobs", "retry", "--dead", "--kind", "welcome_mail"];
    let none = "0 queued again, 0 too late, 0 failed\n";
    assert_eq!(done(&other, &variables).await, none);
    let all = ["jobs", "retry", "--dead"];
    let printed = done(&all, &variables).await;

    assert_eq!(printed, "3 queued again, 0 too late, 0 failed\n");
    let mails = relay.wait_for(3, PATIENCE);
    let sent: BTreeSet<_> = mails.into_iter().flat_map(|mail| mail.to).collect();
    assert_eq!(sent, wanted);
    let events = operator.get("/admin/audit?event=job.retried").await.json();
    assert_eq!(events["data"].as_array().map(Vec::len), Some(3));
    assert_eq!(done(&all, &variables).await, none);
    for (wrong, code) in [
        (
            &["jobs", "retry", "--dead", "--kind", "no_such_mail"][..],
            1,
        ),
        (&["jobs", "retry"], 2),
        (&["jobs", "retry", "--kind", "welcome_mail"], 2),
    ] {
        let (exit, printed, errors) = run(wrong, &variables).await;
        assert_eq!(exit, Some(code), "{wrong:?}: {printed}{errors}");
    }
}

#[tokio::test]
async fn all_dead_letters_are_sent_with_one_command_embedded() {
    all_dead_letters_are_sent_with_one_command(SetUp::Embedded).await;
}

#[tokio::test]
async fn all_dead_letters_are_sent_with_one_command_scale_out() {
    all_dead_letters_are_sent_with_one_command(SetUp::ScaleOut).await;
}

/// The verdict on each part, in the order of the report.
fn verdicts(report: &str) -> Vec<(String, String)> {
    let words = |line: &str| {
        let mut words = line.split_whitespace().map(str::to_owned);
        words.next().zip(words.next())
    };
    report.lines().filter_map(words).collect()
}

/// Every part is looked at beside the running server, and the one that is wrong is named with what to do.
async fn the_doctor_finds_what_is_wrong(set_up: SetUp) {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let relay = SmtpCatcher::start();
    let mut variables = set_up.variables(folder.path());
    variables.extend(settings(&relay));
    let server = Binary::serve(&variables, folder.path());
    let _ready = server.client().await;

    let report = done(&["doctor"], &variables).await;
    let parts = [
        "database",
        "migrations",
        "clock",
        "passwords",
        "redis",
        "smtp",
        "keys",
    ];
    let well = parts.map(|part| ("ok".to_owned(), part.to_owned()));
    assert_eq!(verdicts(&report), well, "{report}");
    let has_clock = report.contains("s off the database's");
    assert_eq!(has_clock, set_up == SetUp::ScaleOut, "{report}");

    relay.fail_at(SmtpStage::Greeting, SmtpFault::Reply("554 no".to_owned()));
    let (code, report, errors) = run(&["doctor"], &variables).await;
    assert_eq!(code, Some(1), "{report}");
    assert!(errors.contains("1 of 7 checks failed"), "{errors}");
    assert_eq!(verdicts(&report)[5].0, "fail", "{report}");
    assert!(report.contains("mail.url"), "{report}");
}

#[tokio::test]
async fn the_doctor_finds_what_is_wrong_embedded() {
    the_doctor_finds_what_is_wrong(SetUp::Embedded).await;
}

#[tokio::test]
async fn the_doctor_finds_what_is_wrong_scale_out() {
    the_doctor_finds_what_is_wrong(SetUp::ScaleOut).await;
}

// I6: the cause is named, in the time of an answer, and by the words of nobody's source code.
#[tokio::test]
async fn the_doctor_names_what_keeps_it_from_a_service() {
    let postgres = Postgres::shared().url_for_new_database();
    // Nobody listens on the first port.
    let closed = "127.0.0.1:1";
    let (place, _) = postgres.rsplit_once('/').expect("a database");
    let redis = format!("redis://{closed}");
    for (url, cause) in [
        (
            format!("{place}/nodb"),
            "database \"nodb\" does not exist; see",
        ),
        (
            format!("postgres://portico:wrong@{closed}/portico"),
            "the connection was refused; see",
        ),
    ] {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let mut variables = SetUp::Embedded.variables(folder.path());
        variables.push(("PORTICO__STORAGE__URL".to_owned(), url));
        variables.push(("PORTICO__REDIS__URL".to_owned(), redis.clone()));
        let (code, report, errors) = run(&["doctor"], &variables).await;
        assert_eq!(code, Some(1), "{report}{errors}");
        assert!(report.contains(cause), "{report}");
        assert!(report.contains("refused (os error"), "{report}");
        assert!(!report.contains("object"), "{report}");
    }
}

// B7, C1: another pepper refuses everybody alike, and the doctor says why.
async fn a_wrong_pepper_tells_no_accounts_apart(set_up: SetUp) {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let mut variables = set_up.variables(folder.path());
    let pepper = |byte: &str| {
        (
            "PORTICO__PASSWORDS__PEPPER".to_owned(),
            byte.repeat(42) + "A",
        )
    };
    variables.push(pepper("Q"));
    let server = Binary::serve(&variables, folder.path());
    let account = Account::register(&server.client().await).await;
    let report = done(&["doctor"], &variables).await;
    assert!(report.contains("the newest 2 can be checked"), "{report}");
    server.kill().await;

    variables.push(pepper("Z"));
    let server = Binary::serve(&variables, folder.path());
    let client = server.client().await;
    for identifier in [account.email.as_str(), "nobody@example.com"] {
        let body = json!({"identifier": identifier, "password": PASSWORD});
        let reply = client.post("/auth/login", &body).await;
        let _ = reply.expect_problem(401, "invalid_credentials");
    }
    let (code, report, errors) = run(&["doctor"], &variables).await;
    assert_eq!(code, Some(1), "{report}{errors}");
    assert!(report.contains("passwords.pepper"), "{report}");
}

#[tokio::test]
async fn a_wrong_pepper_tells_no_accounts_apart_embedded() {
    a_wrong_pepper_tells_no_accounts_apart(SetUp::Embedded).await;
}

// H2: only what sends mail has something to say about the way that it takes.
#[tokio::test]
async fn only_what_sends_mail_warns_of_its_way() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let mut variables = SetUp::Embedded.variables(folder.path());
    let relay = "smtp://portico:s3cret@127.0.0.1:1?tls=none";
    variables.push(("PORTICO__MAIL__URL".to_owned(), relay.to_owned()));
    variables.push(("PORTICO__LOG__FORMAT".to_owned(), "json".to_owned()));
    done(&["migrate", "up"], &variables).await;
    let (code, printed, errors) = run(&["jobs", "list"], &variables).await;
    assert_eq!((code, errors.as_str()), (Some(0), ""), "{printed}");
    let command = ["create-superuser", "--email", "root@example.com"];
    let (code, printed, errors) = run(&command, &variables).await;
    assert_eq!(code, Some(0), "{printed}{errors}");
    assert!(!errors.contains("clear"), "{errors}");
}

// Looking makes nothing: a mistyped path must not become an empty installation.
#[tokio::test]
async fn no_command_that_looks_makes_a_database() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let data_dir = folder.path().join("data");
    let variables = SetUp::Embedded.variables(&data_dir);
    for arguments in [
        &["doctor"][..],
        &["jobs", "list"],
        &["migrate", "status"],
        &["migrate", "down", "1"],
    ] {
        let (code, printed, errors) = run(arguments, &variables).await;
        assert_eq!(code, Some(1), "{printed}{errors}");
        assert!(!data_dir.exists(), "{arguments:?}");
    }
}

// I15: nor keys, with which nothing that the server sealed could be opened.
#[tokio::test]
async fn looking_makes_no_keys() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let variables = SetUp::Embedded.variables(folder.path());
    done(&["migrate", "up"], &variables).await;
    let before = files(folder.path());
    let retry = ["jobs", "retry", "01935f4e-7c2a-7b10-8a55-3d2c1b0a9f8e"];
    for (arguments, code) in [
        (&["jobs", "list"][..], 0),
        (&["jobs", "retry", "--dead"], 0),
        (&retry, 1),
        (&["mail", "preview", "welcome"], 0),
    ] {
        let (exit, printed, errors) = run(arguments, &variables).await;
        assert_eq!(exit, Some(code), "{arguments:?}: {printed}{errors}");
        assert_eq!(files(folder.path()), before, "{arguments:?}");
    }
    let (_, report, errors) = run(&["doctor"], &variables).await;
    assert!(report.contains("none yet"), "{report}{errors}");
    assert_eq!(files(folder.path()), before);
}

/// Everything in a folder but what SQLite keeps beside its database while it is open.
fn files(folder: &Path) -> BTreeSet<OsString> {
    let entries = std::fs::read_dir(folder).expect("a folder");
    let names = entries.map(|entry| entry.expect("an entry").file_name());
    names
        .filter(|name| !name.to_string_lossy().contains(".db-"))
        .collect()
}

// H2: no service is asked, and no value is anybody's.
#[tokio::test]
async fn every_mail_can_be_looked_at_without_any_service() {
    let variables = vec![(
        "PORTICO__STORAGE__URL".to_owned(),
        "postgres://nobody@127.0.0.1:1/none".to_owned(),
    )];
    let help = done(&["mail", "preview", "-h"], &variables).await;
    let kinds = help.split("[possible values: ").nth(1).expect("the kinds");
    let kinds: Vec<_> = kinds
        .split(']')
        .next()
        .unwrap_or_default()
        .split(", ")
        .collect();
    assert_eq!(kinds.len(), 12, "{kinds:?}");
    for kind in kinds {
        let text = done(&["mail", "preview", kind], &variables).await;
        assert!(text.starts_with("Subject: "), "{kind}: {text}");
        assert!(text.contains("\n\nHello"), "{kind}: {text}");
        let html = done(&["mail", "preview", kind, "--html"], &variables).await;
        assert!(html.starts_with("<!DOCTYPE html>"), "{kind}: {html}");
    }
}

#[tokio::test]
async fn no_more_migrations_are_taken_back_than_were_applied() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let variables = SetUp::Embedded.variables(folder.path());
    let applied = done(&["migrate", "up"], &variables).await;
    let count = applied.lines().count();

    let too_many = (count + 1).to_string();
    let (code, _, errors) = run(&["migrate", "down", &too_many], &variables).await;

    assert_eq!(code, Some(1));
    let named = format!("{count} are applied");
    assert!(errors.contains(&named), "{errors}");
    assert_eq!(done(&["migrate", "status"], &variables).await, applied);
    let all = done(&["migrate", "down", &count.to_string()], &variables).await;
    assert!(!all.contains("applied"), "{all}");
}

// I14: what a server needs of its schema is a part of its own.
#[tokio::test]
async fn readiness_names_the_migrations() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let variables = SetUp::Embedded.variables(folder.path());
    let server = Binary::serve(&variables, folder.path());
    let client = server.client().await;
    let ready = client.request(Method::GET, "/readyz").send().await;
    let parts = ready.expect(200).json()["parts"].clone();
    let migrations = serde_json::json!({"name": "migrations", "state": "up", "required": true});
    let parts = parts.as_array().expect("parts");
    assert!(parts.contains(&migrations), "{parts:?}");
}
