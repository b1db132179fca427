//! A relay that is away for a while costs nobody anything but time, and operators see it (I4, I14).

use std::time::Duration;

use portico_tests::{Binary, Client, PASSWORD, Pending, SetUp, a_new_address};
use reqwest::Method;
use serde_json::{Value, json};
use test_services::{CaughtMail, SmtpCatcher, SmtpFault, SmtpStage};

use crate::{Operator, PATIENCE};

/// What the relay is told at each log-in. Nobody else is.
const SMTP_PASSWORD: &str = "canary-in-the-relay";
/// How long an answer may take while the relay is away.
const AT_ONCE: Duration = Duration::from_millis(200);
/// Of so many answers the usual one is judged: a busy machine may hold one of them up.
const SIGN_UPS: usize = 9;

/// An installation whose relay comes and goes.
struct Installation {
    variables: Vec<(String, String)>,
    server: Binary,
    _folder: tempfile::TempDir,
}

impl Installation {
    fn start(set_up: SetUp, relay: &SmtpCatcher) -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let mut variables = set_up.variables(folder.path());
        let url = relay
            .url()
            .replace("//", &format!("//ada:{SMTP_PASSWORD}@"));
        for (key, value) in [
            ("PORTICO__MAIL__URL", &*url),
            ("PORTICO__FIRST_SUPERUSER__PASSWORD", PASSWORD),
            ("PORTICO__LIMITS__ENABLED", "false"),
        ] {
            variables.push((key.to_owned(), value.to_owned()));
        }
        let server = Binary::serve(&variables, folder.path());
        Self {
            variables,
            server,
            _folder: folder,
        }
    }

    /// What `portico doctor` says of SMTP, and its exit code.
    async fn doctor(&self) -> (String, Option<i32>) {
        let output = Binary::command(&["doctor"], &self.variables).output().await;
        let output = output.expect("portico runs");
        let report = String::from_utf8_lossy(&output.stdout).into_owned();
        let errors = String::from_utf8_lossy(&output.stderr);
        assert!(!report.contains(SMTP_PASSWORD) && !errors.contains(SMTP_PASSWORD));
        let line = report.lines().find(|line| line.contains(" smtp"));
        (line.unwrap_or_default().to_owned(), output.status.code())
    }
}

/// Whether readiness has come to say this of SMTP; it is 200 all the while.
async fn readiness_says(client: &Client, state: &str) {
    let said = async {
        let part = json!({"name": "smtp", "state": state, "required": false});
        loop {
            let ready = client.request(Method::GET, "/readyz").send().await;
            let parts = ready.expect(200).json()["parts"].clone();
            if parts.as_array().expect("parts").contains(&part) {
                return;
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    };
    let said = tokio::time::timeout(PATIENCE, said).await;
    said.expect("readiness tells of SMTP");
}

/// How long it usually takes to be promised a mail.
async fn usual_sign_up(client: &Client) -> Duration {
    let mut times = Vec::new();
    for _ in 0..SIGN_UPS {
        let body = json!({"email": a_new_address()});
        let promised = client.post("/auth/register/initiate", &body).await;
        times.push(promised.expect(202).took);
    }
    times.sort();
    times[SIGN_UPS / 2]
}

/// The job as a list for operators has it.
async fn listed(operator: &Operator<'_>, state: &str, id: &str) -> Value {
    let path = format!("/admin/jobs?state={state}&kind=registration_mail&limit=1000");
    let page = operator.get(&path).await.json();
    let jobs = page["data"].as_array().expect("jobs");
    let found = jobs.iter().find(|job| job["id"] == *id);
    found.expect("the job is listed").clone()
}

fn failed_once(job: &Value) -> bool {
    job["state"] == "queued" && job["attempts"].as_u64() >= Some(1)
}

/// The code in the mail to this address, once the relay has it.
async fn code(relay: &SmtpCatcher, email: &str) -> String {
    let is_to = |mail: &CaughtMail| mail.to.iter().any(|to| to == email);
    let arrived = async {
        loop {
            if let Some(mail) = relay.messages().into_iter().find(is_to) {
                return mail;
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    };
    let mail = tokio::time::timeout(PATIENCE, arrived).await;
    let text = String::from_utf8(mail.expect("the mail comes").data).expect("a text");
    let body = text.split_once("\r\n\r\n").expect("a body").1;
    let mut words = body.split_whitespace();
    let is_code = |word: &&str| word.len() == 6 && word.bytes().all(|b| b.is_ascii_digit());
    words.find(is_code).expect("a code").to_owned()
}

/// Nobody is told but operators, and the mail leaves by itself once the relay is back.
async fn a_relay_that_is_away_costs_time_alone(set_up: SetUp) {
    let relay = SmtpCatcher::start();
    let port = relay.port();
    let installation = Installation::start(set_up, &relay);
    let client = installation.server.client().await;
    let operator = Operator::log_in(&client).await;
    readiness_says(&client, "up").await;
    let usual = usual_sign_up(&client).await;
    drop(relay);

    let pending = Pending::initiate(&client, &a_new_address()).await;
    let id = operator.newest_mail().await;
    operator.job_that(&id, failed_once).await;
    let waiting = listed(&operator, "queued", &id).await;
    assert_ne!(waiting["last_error"], Value::Null, "{waiting}");
    let meanwhile = usual_sign_up(&client).await;
    assert!(
        meanwhile < AT_ONCE.max(2 * usual),
        "{meanwhile:?}, {usual:?} before"
    );
    readiness_says(&client, "down").await;
    let (line, exit_code) = installation.doctor().await;
    assert!(line.starts_with("fail"), "{line}");
    assert_eq!(exit_code, Some(1));

    let relay = SmtpCatcher::start_on(port);
    let code = code(&relay, &pending.email).await;
    let shown = waiting.to_string();
    for secret in [SMTP_PASSWORD, &code, &pending.email] {
        assert!(!shown.contains(secret), "{shown}");
    }
    let _ = pending.verify(&code).await.expect(200);
    operator
        .job_that(&id, |job| job["state"] == "succeeded")
        .await;
    listed(&operator, "succeeded", &id).await;
    readiness_says(&client, "up").await;
    assert_eq!(installation.doctor().await.1, Some(0));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_relay_that_is_away_costs_time_alone_embedded() {
    a_relay_that_is_away_costs_time_alone(SetUp::Embedded).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_relay_that_is_away_costs_time_alone_scale_out() {
    a_relay_that_is_away_costs_time_alone(SetUp::ScaleOut).await;
}

/// A relay that says nothing holds up no answer. Once it speaks again an operator need not wait for the next try.
async fn a_relay_that_hangs_holds_nobody_up(set_up: SetUp) {
    let relay = SmtpCatcher::start();
    let installation = Installation::start(set_up, &relay);
    let client = installation.server.client().await;
    let operator = Operator::log_in(&client).await;
    readiness_says(&client, "up").await;
    let usual = usual_sign_up(&client).await;
    let silence = SmtpFault::Delay(Duration::from_mins(5));
    relay.fail_at(SmtpStage::Greeting, silence);
    relay.disconnect_all();

    let pending = Pending::initiate(&client, &a_new_address()).await;
    let id = operator.newest_mail().await;
    let runs = operator.job_that(&id, |job| job["state"] == "running");
    runs.await;
    let meanwhile = usual_sign_up(&client).await;
    assert!(
        meanwhile < AT_ONCE.max(2 * usual),
        "{meanwhile:?}, {usual:?} before"
    );
    readiness_says(&client, "down").await;
    let waiting = operator.job_that(&id, failed_once).await;
    let error = waiting["last_error"].as_str().unwrap_or_default();
    assert!(error.contains("to connect"), "{waiting}");

    relay.recover();
    for action in ["cancel", "retry"] {
        let changed = operator.post(&format!("/admin/jobs/{id}/{action}")).await;
        let _ = changed.expect(200);
    }
    let code = code(&relay, &pending.email).await;
    let _ = pending.verify(&code).await.expect(200);
    operator
        .job_that(&id, |job| job["state"] == "succeeded")
        .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_relay_that_hangs_holds_nobody_up_embedded() {
    a_relay_that_hangs_holds_nobody_up(SetUp::Embedded).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_relay_that_hangs_holds_nobody_up_scale_out() {
    a_relay_that_hangs_holds_nobody_up(SetUp::ScaleOut).await;
}
