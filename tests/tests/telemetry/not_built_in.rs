//! A build without telemetry.

use portico_tests::{Binary, SetUp};

use crate::variable;

/// Nobody waits for traces that never come: the start stops at the key (exit code 78).
#[tokio::test]
async fn telemetry_that_is_not_built_in_stops_the_start() {
    for (key, value, feature) in [
        ("OTLP_ENDPOINT", "http://127.0.0.1:4318", "otlp"),
        ("SENTRY_DSN", "http://canary@127.0.0.1/1", "sentry"),
    ] {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let mut variables = SetUp::Embedded.variables(folder.path());
        variables.push(variable(&format!("PORTICO__TELEMETRY__{key}"), value));
        let output = Binary::command(&["serve"], &variables).output().await;
        let output = output.expect("portico runs");

        let line = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(78), "{line}");
        assert!(line.contains(key) && line.contains(feature), "{line}");
        assert!(!line.contains("canary"), "{line}");
    }
}
