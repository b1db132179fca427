//! Who may depend on whom (ARCHITECTURE.md), held over what cargo itself says of the workspace.

#![expect(clippy::expect_used, reason = "a broken expectation is a failed test")]

use std::collections::{BTreeMap, BTreeSet};
use std::process::Command;

use serde_json::Value;

/// The only allowed dependencies of each crate on other crates of the workspace.
const LAYERS: &[(&str, &[&str])] = &[
    ("domain", &[]),
    ("application", &["domain"]),
    ("http-actix", &["application", "domain"]),
    ("worker", &["application", "domain"]),
    ("port-contracts", &["domain"]),
    ("infra-crypto", &["domain"]),
    ("infra-mail", &["domain"]),
    ("infra-memory", &["domain"]),
    ("infra-redis", &["domain"]),
    ("infra-system", &["domain"]),
    ("migrations", &[]),
    ("infra-sql", &["domain", "migrations"]),
    ("infra-sqlite", &["domain", "infra-sql", "migrations"]),
    ("infra-postgres", &["domain", "infra-sql", "migrations"]),
    ("test-services", &[]),
    (
        "server",
        &[
            "application",
            "domain",
            "http-actix",
            "infra-crypto",
            "infra-mail",
            "infra-memory",
            "infra-postgres",
            "infra-redis",
            "infra-sql",
            "infra-sqlite",
            "infra-system",
            "migrations",
            "worker",
        ],
    ),
    (
        "tests",
        &[
            "domain",
            "http-actix",
            "infra-memory",
            "infra-system",
            "port-contracts",
            "server",
            "test-services",
        ],
    ),
];

/// The only crates that may use each of these from outside, because they adapt it.
const ADAPTED: &[(&str, &[&str])] = &[
    ("actix-cors", &["http-actix"]),
    ("actix-http", &["http-actix", "server"]),
    ("actix-server", &["server"]),
    ("actix-service", &["server"]),
    ("actix-web", &["http-actix", "server"]),
    ("askama", &["infra-mail"]),
    ("aws-lc-rs", &["infra-crypto"]),
    ("bcrypt", &["infra-crypto"]),
    ("chrono", &["application"]),
    ("clap", &["server"]),
    ("config", &["server"]),
    ("croner", &["application"]),
    ("deadpool-redis", &["infra-redis"]),
    ("h2", &["server"]),
    ("jsonwebtoken", &["infra-crypto"]),
    ("lettre", &["infra-mail"]),
    (
        "metrics",
        &[
            "application",
            "http-actix",
            "infra-crypto",
            "server",
            "worker",
        ],
    ),
    ("metrics-exporter-prometheus", &["server"]),
    ("metrics-process", &["server"]),
    ("moka", &["infra-memory"]),
    ("opentelemetry", &["server"]),
    ("opentelemetry-otlp", &["server"]),
    ("opentelemetry_sdk", &["server"]),
    ("rand", &["infra-system"]),
    ("redis", &["infra-redis"]),
    ("rustls", &["server"]),
    ("sea-orm", &["infra-sql", "infra-sqlite", "infra-postgres"]),
    ("sea-orm-migration", &["migrations", "infra-sql"]),
    ("sqlx", &["infra-sqlite", "infra-postgres"]),
    ("tokio-rustls", &["server"]),
    ("sentry", &["server"]),
    ("tracing-subscriber", &["server"]),
    ("utoipa", &["http-actix"]),
    ("utoipa-actix-web", &["http-actix"]),
    ("utoipa-swagger-ui", &["http-actix"]),
    ("validator", &["http-actix"]),
    ("zxcvbn", &["infra-crypto"]),
];

/// Everything that the rules may use from outside: derives, UUIDs, Unicode tables.
const OF_THE_DOMAIN: &[&str] = &[
    "async-trait",
    "caseless",
    "idna",
    "thiserror",
    "unicode-normalization",
    "uuid",
];
/// What the use cases may use besides: log lines, counters (ADR 0026), and the format of their job payloads.
/// `futures-util` shares one future among many waiters; it brings no runtime. `croner` reckons when a schedule is due, over
/// the calendar of `chrono`; neither asks for the time.
const OF_THE_APPLICATION: &[&str] = &[
    "async-trait",
    "chrono",
    "croner",
    "futures-util",
    "metrics",
    "serde",
    "serde_json",
    "thiserror",
    "tracing",
];

/// A crate of the workspace and what it depends on outside of its own tests.
struct Member {
    inside: BTreeSet<String>,
    outside: BTreeSet<String>,
}

/// Every crate of the workspace by its short name.
fn workspace() -> BTreeMap<String, Member> {
    let metadata = metadata();
    let packages = metadata["packages"].as_array().expect("packages");
    packages
        .iter()
        .map(|package| (short(text(&package["name"])), member(package)))
        .collect()
}

fn metadata() -> Value {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let output = Command::new(cargo)
        .args([
            "metadata",
            "--format-version",
            "1",
            "--no-deps",
            "--offline",
        ])
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .output()
        .expect("cargo runs");
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    serde_json::from_slice(&output.stdout).expect("cargo prints JSON")
}

fn member(package: &Value) -> Member {
    let dependencies = package["dependencies"].as_array().expect("dependencies");
    let (inside, outside) = dependencies
        .iter()
        .filter(|dependency| dependency["kind"] != "dev")
        .map(|dependency| text(&dependency["name"]))
        .partition::<Vec<_>, _>(|name| name.starts_with("portico-"));
    Member {
        inside: inside.into_iter().map(short).collect(),
        outside: outside.into_iter().map(str::to_owned).collect(),
    }
}

fn text(value: &Value) -> &str {
    value.as_str().expect("a text")
}

fn short(name: &str) -> String {
    name.trim_start_matches("portico-").to_owned()
}

fn row<'a>(table: &[(&str, &'a [&'a str])], name: &str) -> Option<&'a [&'a str]> {
    table
        .iter()
        .find(|(other, _)| *other == name)
        .map(|(_, row)| *row)
}

#[test]
fn dependencies_point_inwards() {
    for (name, member) in workspace() {
        let allowed =
            row(LAYERS, &name).unwrap_or_else(|| panic!("{name} has no place in the layers"));
        for dependency in &member.inside {
            assert!(
                allowed.contains(&dependency.as_str()),
                "{name} may not depend on {dependency}"
            );
        }
    }
}

#[test]
fn what_is_adapted_stays_in_its_adapter() {
    for (name, member) in workspace() {
        for dependency in &member.outside {
            let adapters = row(ADAPTED, dependency);
            let allowed = adapters.is_none_or(|adapters| adapters.contains(&name.as_str()));
            assert!(
                allowed,
                "{name} may not depend on {dependency}: that is for {adapters:?}"
            );
        }
    }
}

#[test]
fn the_inner_layers_know_no_framework() {
    let workspace = workspace();
    for (name, allowed) in [
        ("domain", OF_THE_DOMAIN),
        ("application", OF_THE_APPLICATION),
    ] {
        for dependency in &workspace[name].outside {
            assert!(
                allowed.contains(&dependency.as_str()),
                "{name} may not depend on {dependency}"
            );
        }
    }
}

/// Without this, a crate that was renamed would leave a row behind that holds nothing.
#[test]
fn every_row_of_the_tables_names_a_crate_that_is_there() {
    let workspace = workspace();
    for (name, others) in LAYERS.iter().chain(ADAPTED) {
        let is_known = |name: &str| workspace.contains_key(name);
        assert!(is_known(name) || row(ADAPTED, name).is_some(), "{name}");
        assert!(
            others.iter().all(|other| is_known(other)),
            "{name}: {others:?}"
        );
    }
}

#[test]
fn the_contracts_are_for_tests_only() {
    for (name, member) in workspace().into_iter().filter(|(name, _)| name != "tests") {
        assert!(!member.inside.contains("port-contracts"), "{name}");
        assert!(!member.inside.contains("test-services"), "{name}");
    }
}
