//! What arrives, and what does not.

use std::path::Path;
use std::time::{Duration, Instant};

use opentelemetry_proto::tonic::trace::v1::Span;
use opentelemetry_proto::tonic::trace::v1::span::SpanKind;
use portico_tests::{Account, Binary, Client, Mailbox, Pending, SetUp, a_new_address};
use reqwest::Method;
use test_services::{Collector, Posted};

use crate::spans::{attribute, hex, spans};
use crate::{break_mailbox, variable};

const TRACE: &str = "4bf92f3577b34da6a3ce929d0e0e4736";
/// A request id as servers make them: others stay in the log.
const REQUEST: &str = "7d9f3f0e-1a55-4f2b-9c0d-2f6f5b1f0a31";
const CALLER: &str = "00f067aa0ba902b7";
/// What is in every secret here that a person chose, and in nothing else.
const CANARY: &str = "canary";
const PASSWORD: &str = "canary-horse-battery-staple";

fn trace_parent() -> String {
    format!("00-{TRACE}-{CALLER}-01")
}

/// Somebody registers, looks at their account, mistypes their password, and meets a fault of the server's. What was
/// secret in it.
async fn a_life(client: &Client, data_dir: &Path) -> Vec<String> {
    let email = format!("{CANARY}-{}", a_new_address());
    let pending = Pending::initiate(client, &email).await;
    let code = Mailbox::of(client).code(&email, 1).await;
    let _ = pending.verify(&code).await.expect(200);
    let _ = pending.set_password(PASSWORD).await.expect(200);
    let registered = pending.complete("canary-name").await.expect(201);
    let token = registered.text_at("/access_token");
    let me = client
        .get("/users/me?search=canary-query")
        .bearer(&token)
        .header("traceparent", &trace_parent())
        .header("user-agent", "canary-agent");
    let _ = me.send().await.expect(200);
    let _ = Account::log_in(client, &email, "canary-mistyped").await;
    break_mailbox(data_dir);
    let fault = client
        .request(Method::GET, &format!("/dev/mailbox/messages?to={email}"))
        .bearer(&token)
        .header("traceparent", &trace_parent())
        .header("x-request-id", REQUEST);
    let _ = fault.send().await.expect(500);
    vec![email, code, token, PASSWORD.to_owned(), CANARY.to_owned()]
}

fn expect_none_of(secrets: &[String], posted: &[Posted]) {
    for posted in posted {
        let body = String::from_utf8_lossy(&posted.body);
        for secret in secrets {
            assert!(!posted.contains(secret), "{secret} in {body}");
        }
    }
}

fn expect_trace(posted: &[Posted]) {
    let is_ours =
        |posted: &Posted| posted.path == "/v1/traces" && posted.head.contains("key-of-us");
    assert!(posted.iter().all(is_ours), "{posted:?}");
    let (spans, service) = spans(posted);
    assert_eq!(service, "portico");
    let one = |name| {
        let mut found = spans.iter().filter(|span| span.name == name);
        found.next().expect(name)
    };

    let me = one("GET /api/v1/users/me");
    assert_eq!(hex(&me.trace_id), TRACE);
    assert_eq!(hex(&me.parent_span_id), CALLER);
    assert_eq!(me.kind(), SpanKind::Server);
    for (name, value) in [
        ("http.request.method", "GET"),
        ("http.route", "/api/v1/users/me"),
        ("http.response.status_code", "200"),
    ] {
        assert_eq!(attribute(&me.attributes, name), value);
    }
    let mail = one("job registration_mail");
    assert_eq!(mail.kind(), SpanKind::Consumer);
    assert_eq!(
        attribute(&mail.attributes, "portico.job.outcome"),
        "succeeded"
    );
    let is_fault = |span: &&Span| attribute(&span.attributes, "error.type") == "500";
    let faults: Vec<_> = spans.iter().filter(is_fault).collect();
    assert_eq!(faults.len(), 1);
    assert_eq!(faults[0].name, "GET /dev/mailbox/messages");
}

fn expect_report(posted: &[Posted]) {
    let report = posted
        .iter()
        .find(|posted| posted.contains("the mailbox failed"))
        .expect("the fault is reported");
    assert_eq!(report.path, "/api/7/envelope/");
    for part in [
        REQUEST,
        "GET /dev/mailbox/messages",
        TRACE,
        "\"environment\":\"development\"",
    ] {
        assert!(
            report.contains(part),
            "{part} in {}",
            String::from_utf8_lossy(&report.body)
        );
    }
}

/// Routes, statuses and the caller's trace arrive, errors with their request, and nothing that anybody would keep to
/// themselves; what waits is sent before the process ends (H2, I13).
async fn traces_and_errors_arrive_without_secrets(set_up: SetUp) {
    let (traces, errors) = (Collector::start(), Collector::start());
    let folder = tempfile::tempdir().expect("a temporary folder");
    let mut variables = set_up.variables(folder.path());
    let dsn = format!("http://{CANARY}@{}/7", errors.address());
    variables.extend([
        variable(
            "PORTICO__TELEMETRY__OTLP_ENDPOINT",
            &format!("http://{}", traces.address()),
        ),
        variable("PORTICO__TELEMETRY__OTLP_HEADERS", "api-key=key-of-us"),
        variable("PORTICO__TELEMETRY__SENTRY_DSN", &dsn),
    ]);
    let server = Binary::serve(&variables, folder.path());
    let client = server.client().await;
    let mut secrets = a_life(&client, folder.path()).await;
    secrets.push("key-of-us".to_owned());
    let asked = Instant::now();
    server.terminate();
    assert_eq!(server.wait().await, Some(0));
    assert!(asked.elapsed() < Duration::from_secs(5));

    let (traces, errors) = (traces.posted(), errors.posted());
    expect_trace(&traces);
    expect_report(&errors);
    expect_none_of(&secrets, &traces);
    expect_none_of(&secrets, &errors);
}

#[tokio::test]
async fn traces_and_errors_arrive_without_secrets_embedded() {
    traces_and_errors_arrive_without_secrets(SetUp::Embedded).await;
}

#[tokio::test]
async fn traces_and_errors_arrive_without_secrets_scale_out() {
    traces_and_errors_arrive_without_secrets(SetUp::ScaleOut).await;
}
