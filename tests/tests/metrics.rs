//! Metrics, as a collector reads them (G11, H2, I4, I6, I21).
#![expect(clippy::expect_used, reason = "a broken expectation is a failed test")]

use std::time::{Duration, Instant};

use portico_tests::{
    Account, Binary, Client, Exposition, Mailbox, MetricsPort, PASSWORD, SetUp, a_new_address,
};
use reqwest::Method;
use serde_json::json;
use tempfile::TempDir;
use test_services::{Postgres, Redis, SmtpCatcher, SmtpFault, SmtpStage};

/// Longer than an answer of the database counts.
const PATIENCE: Duration = Duration::from_secs(20);
const JOBS: &str = "portico_jobs";
const JOB_RUNS: &str = "portico_job_runs_total";
const MAILS: &str = "portico_mails_total";
const REQUESTS: &str = "portico_http_requests_total";
const DEPENDENCY_UP: &str = "portico_dependency_up";
const DATABASE: [(&str, &str); 1] = [("dependency", "database")];

/// A process whose metrics somebody collects.
struct Watched {
    process: Binary,
    port: MetricsPort,
    _folder: TempDir,
}

impl Watched {
    async fn serve(set_up: SetUp, further: &[(&str, &str)]) -> Self {
        Self::start(set_up, further, Binary::serve).await
    }

    async fn start(
        set_up: SetUp,
        further: &[(&str, &str)],
        start: impl FnOnce(&[(String, String)], &std::path::Path) -> Binary,
    ) -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let file = folder.path().join("metrics");
        let own = [
            ("PORTICO__HTTP__METRICS_BIND", "127.0.0.1:0"),
            (
                "PORTICO__HTTP__METRICS_ADDRESS_FILE",
                &file.display().to_string(),
            ),
        ];
        let mut variables = set_up.variables(folder.path());
        let own = own.iter().chain(further);
        variables.extend(own.map(|(key, value)| ((*key).to_owned(), (*value).to_owned())));
        let process = start(&variables, folder.path());
        Self {
            process,
            port: MetricsPort::told_in(&file).await,
            _folder: folder,
        }
    }

    async fn client(&self) -> Client {
        self.process.client().await
    }

    /// The metrics, once they are so.
    async fn when(&self, is_so: impl Fn(&Exposition) -> bool) -> Exposition {
        let begun = Instant::now();
        loop {
            let metrics = self.port.read().await;
            if is_so(&metrics) {
                return metrics;
            }
            assert!(begun.elapsed() < PATIENCE, "{}", metrics.text);
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
    }
}

/// Registers somebody who logs in twice, mistypes the password once, and reads a list and an item.
async fn drive(client: &Client) -> Account {
    let account = Account::register(client).await;
    let _welcome = Mailbox::of(client).wait_for(&account.email, 2).await;
    for _ in 0..2 {
        let reply = Account::log_in(client, &account.email, PASSWORD).await;
        let _ = reply.expect(200);
    }
    let wrong = Account::log_in(client, &account.email, "not-the-right-one").await;
    let _ = wrong.expect(401);
    for path in [
        "/items/",
        "/items/",
        "/items/",
        "/items/00000000-0000-4000-8000-000000000001",
    ] {
        let _ = client.get(path).bearer(&account.token).send().await;
    }
    account
}

// G11, H2, C8
async fn what_happens_is_counted(set_up: SetUp) {
    let server = Watched::serve(set_up, &[("PORTICO__SCHEDULES__PURGE", "")]).await;
    let account = drive(&server.client().await).await;
    let metrics = server
        .when(|it| {
            it.value(JOBS, &[("state", "succeeded")]) == Some(2.0)
                && it.value(JOB_RUNS, &[("outcome", "succeeded")]) == Some(2.0)
        })
        .await;

    let log_ins = |status| {
        [
            ("method", "POST"),
            ("route", "/api/v1/auth/login"),
            ("status", status),
        ]
    };
    metrics.expect(REQUESTS, &log_ins("200"), 2.0);
    metrics.expect(REQUESTS, &log_ins("401"), 1.0);
    let missing = [("route", "/api/v1/items/{id}"), ("status", "404")];
    metrics.expect(REQUESTS, &missing, 1.0);
    let durations = "portico_http_request_duration_seconds";
    let log_in = [("route", "/api/v1/auth/login")];
    metrics.expect(&format!("{durations}_count"), &log_in, 3.0);
    let all = [("route", "/api/v1/auth/login"), ("le", "+Inf")];
    metrics.expect(&format!("{durations}_bucket"), &all, 3.0);
    metrics.expect("portico_http_requests_in_flight", &[], 0.0);

    // One for the password that was set, three for the log-ins, and whatever the first superuser took.
    let hashes = metrics.value("portico_password_hash_duration_seconds_count", &[]);
    assert!(hashes >= Some(4.0), "{hashes:?}");
    metrics.expect("portico_password_hashes_waiting", &[], 0.0);
    metrics.expect("portico_password_hashes_running", &[], 0.0);
    metrics.expect("portico_password_hashes_refused_total", &[], 0.0);

    let replies = |outcome| [("cache", "replies"), ("outcome", outcome)];
    let look_ups = "portico_cache_lookups_total";
    assert!(
        metrics.value(look_ups, &replies("hit")) >= Some(2.0),
        "{}",
        metrics.text
    );
    assert!(
        metrics.value(look_ups, &replies("miss")) >= Some(1.0),
        "{}",
        metrics.text
    );
    let sessions = [("cache", "sessions"), ("outcome", "hit")];
    assert!(
        metrics.value(look_ups, &sessions) >= Some(1.0),
        "{}",
        metrics.text
    );
    let shared = metrics.value("portico_shared_cache_lookups_total", &[("outcome", "miss")]);
    assert_eq!(
        shared.is_some(),
        set_up == SetUp::ScaleOut,
        "{}",
        metrics.text
    );

    for template in ["registration_code", "welcome"] {
        metrics.expect(MAILS, &[("template", template), ("outcome", "sent")], 1.0);
    }
    metrics.expect("portico_job_duration_seconds_count", &[], 2.0);
    metrics.expect("portico_sessions_live", &[], 3.0);
    metrics.expect("portico_session_sweep_lag_seconds", &[], 0.0);
    metrics.expect(DEPENDENCY_UP, &DATABASE, 1.0);
    let connections = |state| metrics.value("portico_database_connections", &[("state", state)]);
    assert!(connections("idle").is_some_and(|idle| idle <= 10.0));
    assert!(connections("used").is_some_and(|used| used <= 10.0));
    metrics.expect(
        "portico_build_info",
        &[("version", env!("CARGO_PKG_VERSION"))],
        1.0,
    );
    let memory = metrics.value("process_resident_memory_bytes", &[]);
    assert!(memory > Some(1_000_000.0), "{memory:?}");

    for secret in [
        &*account.email,
        &account.username,
        &account.token,
        PASSWORD,
        "@",
    ] {
        assert!(!metrics.text.contains(secret), "{secret}");
    }
}

#[tokio::test]
async fn what_happens_is_counted_embedded() {
    what_happens_is_counted(SetUp::Embedded).await;
}

#[tokio::test]
async fn what_happens_is_counted_scale_out() {
    what_happens_is_counted(SetUp::ScaleOut).await;
}

// I4: the relay refuses one mail for good, and takes no other.
async fn mail_that_does_not_leave_shows(set_up: SetUp) {
    let relay = SmtpCatcher::start();
    let refusal = SmtpFault::Reply("550 5.1.1 no such mailbox".to_owned());
    relay.fail_at(SmtpStage::Recipient, refusal);
    let server = Watched::serve(set_up, &[("PORTICO__MAIL__URL", &relay.url())]).await;
    let client = server.client().await;
    let ask_for_a_code = async || {
        let body = json!({"email": a_new_address()});
        let reply = client.post("/auth/register/initiate", &body).await;
        let _ = reply.expect(202);
    };
    let outcome = |outcome| [("template", "registration_code"), ("outcome", outcome)];
    ask_for_a_code().await;
    server
        .when(|it| it.value(MAILS, &outcome("refused")) == Some(1.0))
        .await;
    drop(relay);
    ask_for_a_code().await;
    server
        .when(|it| it.value(MAILS, &outcome("failed")) >= Some(1.0))
        .await;

    let jobs = |state| [("kind", "registration_mail"), ("state", state)];
    let runs = |outcome| [("kind", "registration_mail"), ("outcome", outcome)];
    let metrics = server
        .when(|it| {
            it.value(JOBS, &jobs("dead")) == Some(1.0)
                && it.value(JOBS, &jobs("queued")) == Some(1.0)
                && it.value(JOB_RUNS, &runs("retried")) >= Some(1.0)
        })
        .await;
    metrics.expect(JOB_RUNS, &runs("dead"), 1.0);
    let age = metrics.value(
        "portico_oldest_job_age_seconds",
        &[("kind", "registration_mail")],
    );
    assert!(age.is_some(), "{}", metrics.text);
    let sent = metrics.value(MAILS, &outcome("sent"));
    assert_eq!(sent, None);
}

#[tokio::test]
async fn mail_that_does_not_leave_shows_embedded() {
    mail_that_does_not_leave_shows(SetUp::Embedded).await;
}

#[tokio::test]
async fn mail_that_does_not_leave_shows_scale_out() {
    mail_that_does_not_leave_shows(SetUp::ScaleOut).await;
}

// G11: neither port answers for the other.
#[tokio::test]
async fn metrics_are_on_their_own_port_and_nothing_else_is() {
    let server = Watched::serve(SetUp::Embedded, &[]).await;
    let client = server.client().await;
    let reply = client.request(Method::GET, "/metrics").send().await;
    assert_eq!(reply.status, 404);
    for (method, path) in [
        (Method::GET, "/"),
        (Method::GET, "/metrics/"),
        (Method::GET, "/livez"),
        (Method::GET, "/api/v1/openapi.json"),
        (Method::POST, "/metrics"),
        (Method::DELETE, "/metrics"),
    ] {
        let (status, _, text) = server.port.ask(method.clone(), path).await;
        assert_eq!((status, &*text), (404, ""), "{method} {path}");
    }
    let metrics = server.port.read().await;
    metrics.expect(REQUESTS, &[("route", "unknown"), ("status", "404")], 1.0);
    server.process.terminate();
    assert_eq!(server.process.wait().await, Some(0));
}

// G11
#[tokio::test]
async fn without_a_word_there_is_no_such_port() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let file = folder.path().join("metrics");
    let mut variables = SetUp::Embedded.variables(folder.path());
    variables.push((
        "PORTICO__HTTP__METRICS_ADDRESS_FILE".to_owned(),
        file.display().to_string(),
    ));
    let server = Binary::serve(&variables, folder.path());
    let _ready = server.client().await;
    assert!(!file.exists());
}

// I6, I14: the database is away at the start, comes, goes and comes back; Redis goes too.
#[tokio::test]
async fn metrics_are_there_while_the_database_is_not() {
    let (mut postgres, mut redis) = (Postgres::start(), Redis::start());
    let further = [
        ("PORTICO__STORAGE__URL", &*postgres.url_for_new_database()),
        ("PORTICO__REDIS__URL", &*redis.url()),
    ];
    postgres.stop();
    let server = Watched::serve(SetUp::ScaleOut, &further).await;
    let is_away = |it: &Exposition| it.value(DEPENDENCY_UP, &DATABASE) == Some(0.0);
    let begun = Instant::now();
    let metrics = server.port.read().await;
    assert!(is_away(&metrics), "{}", metrics.text);
    assert!(
        begun.elapsed() < Duration::from_secs(3),
        "{:?}",
        begun.elapsed()
    );

    postgres.restart();
    let account = Account::register(&server.client().await).await;
    let metrics = server
        .when(|it| !is_away(it) && it.value("portico_sessions_live", &[]) == Some(1.0))
        .await;
    metrics.expect(DEPENDENCY_UP, &[("dependency", "redis")], 1.0);
    let skew = metrics.value("portico_database_clock_skew_seconds", &[]);
    assert!(skew.is_some_and(|skew| skew.abs() < 1.0), "{skew:?}");

    postgres.stop();
    redis.stop();
    let metrics = server.when(is_away).await;
    metrics.expect("portico_sessions_live", &[], 1.0);
    let age = |it: &Exposition| it.value("portico_standing_age_seconds", &[]);
    assert!(age(&metrics) > Some(0.0), "{}", metrics.text);
    let registered = [
        ("route", "/api/v1/auth/register/complete"),
        ("status", "201"),
    ];
    metrics.expect(REQUESTS, &registered, 1.0);
    let redis_is_away =
        |it: &Exposition| it.value(DEPENDENCY_UP, &[("dependency", "redis")]) == Some(0.0);
    server.when(redis_is_away).await;

    postgres.restart();
    server
        .when(|it| !is_away(it) && age(it).is_some_and(|age| age < 10.0))
        .await;
    drop(account);
}

// I21: a process that only works has metrics too.
#[tokio::test]
async fn a_worker_has_metrics_of_its_own() {
    let public_url = ("PORTICO__HTTP__PUBLIC_URL", "http://localhost:8000");
    let worker = Watched::start(SetUp::Embedded, &[public_url], Binary::work).await;
    let metrics = worker
        .when(|it| it.value("portico_session_sweeps_total", &[("outcome", "done")]) >= Some(1.0))
        .await;
    metrics.expect("portico_sessions_swept_total", &[], 0.0);
    metrics.expect("portico_build_info", &[], 1.0);
    assert_eq!(metrics.value(REQUESTS, &[]), None);
    worker.process.terminate();
    assert_eq!(worker.process.wait().await, Some(0));
}
