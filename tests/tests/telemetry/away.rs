//! Collectors that are of no help.

use std::time::{Duration, Instant};

use portico_tests::{Binary, SetUp};
use reqwest::Method;
use test_services::{Collector, a_free_port};

use crate::{break_mailbox, variable};

/// More reports than wait for Sentry.
const FAULTS: usize = 150;

/// Requests are answered as ever while nobody takes traces and reports, and the stop waits no longer than it says
/// (I13).
async fn telemetry_that_nobody_takes_costs_nothing(address: &str) {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let mut variables = SetUp::Embedded.variables(folder.path());
    let dsn = format!("http://key@{address}/1");
    variables.extend([
        variable(
            "PORTICO__TELEMETRY__OTLP_ENDPOINT",
            &format!("http://{address}"),
        ),
        variable("PORTICO__TELEMETRY__SENTRY_DSN", &dsn),
        variable("PORTICO__LOG__LEVEL", "error"),
    ]);
    let server = Binary::serve(&variables, folder.path());
    let client = server.client().await;
    break_mailbox(folder.path());

    for _ in 0..FAULTS {
        let fault = client.request(Method::GET, "/dev/mailbox/messages");
        let reply = fault.send().await.expect(500);
        assert!(reply.took < Duration::from_secs(1), "{:?}", reply.took);
    }
    let asked = Instant::now();
    server.terminate();
    assert_eq!(server.wait().await, Some(0));
    assert!(
        asked.elapsed() < Duration::from_secs(5),
        "{:?}",
        asked.elapsed()
    );
}

#[tokio::test]
async fn collectors_that_never_answer_cost_nothing() {
    let collector = Collector::stuck();
    telemetry_that_nobody_takes_costs_nothing(&collector.address()).await;
    assert!(!collector.posted().is_empty(), "something was sent");
}

#[tokio::test]
async fn collectors_that_are_not_there_cost_nothing() {
    telemetry_that_nobody_takes_costs_nothing(&format!("127.0.0.1:{}", a_free_port())).await;
}
