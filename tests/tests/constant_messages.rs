//! The words of an error are the code's own: they leave the machine with reports (ADR 0028, H2).

#![expect(clippy::expect_used, reason = "a broken expectation is a failed test")]

use std::fs;
use std::path::{Path, PathBuf};

const ERROR: &str = "tracing::error!(";

/// Every file of Rust below a folder.
fn files_below(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).expect("a folder can be read");
    let paths = entries.map(|entry| entry.expect("a folder can be read").path());
    paths
        .flat_map(|path| {
            if path.is_dir() {
                files_below(&path)
            } else {
                vec![path]
            }
        })
        .filter(|path| path.extension().is_some_and(|extension| extension == "rs"))
        .collect()
}

/// The messages of the errors in this source: the last text of each.
fn messages(source: &str) -> Vec<&str> {
    let errors = source.split(ERROR).skip(1);
    errors
        .map(|rest| last_text(arguments(rest)).unwrap_or_default())
        .collect()
}

/// Up to the parenthesis that ends them: not one within a text, nor one of a pair.
fn arguments(rest: &str) -> &str {
    let (mut depth, mut in_text, mut is_escaped) = (1, false, false);
    for (place, letter) in rest.char_indices() {
        match letter {
            _ if is_escaped => is_escaped = false,
            '\\' if in_text => is_escaped = true,
            '"' => in_text = !in_text,
            '(' if !in_text => depth += 1,
            ')' if !in_text => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            return &rest[..place];
        }
    }
    rest
}

fn last_text(arguments: &str) -> Option<&str> {
    let ending = arguments.trim_end().trim_end_matches(',');
    let text = ending.strip_suffix('"')?;
    text.rsplit_once('"').map(|(_, text)| text)
}

/// Whether errors are logged under a name that is not looked for.
fn hides_errors(source: &str) -> bool {
    let imports = source.split("use tracing::").skip(1);
    let mut imports = imports.map(|rest| rest.split(';').next().unwrap_or_default());
    let is_error = |name: &str| matches!(name, "error" | "event" | "*");
    imports.any(|names| {
        names
            .split(|c: char| !c.is_alphanumeric() && c != '*' && c != '_')
            .any(is_error)
    }) || source.contains("tracing::event!(")
}

#[test]
fn what_varies_in_an_error_is_in_its_fields() {
    let crates = Path::new(env!("CARGO_MANIFEST_DIR")).join("../crates");
    let mut seen = 0;
    for file in files_below(&crates) {
        let source = fs::read_to_string(&file).expect("a file can be read");
        assert!(!hides_errors(&source), "{}", file.display());
        for message in messages(&source) {
            assert!(!message.is_empty(), "no message: {}", file.display());
            assert!(!message.contains('{'), "{message:?} in {}", file.display());
            seen += 1;
        }
    }
    assert!(seen > 10, "only {seen} errors were found");
}

#[test]
fn a_message_that_varies_is_found() {
    let source = r#"
        tracing::error!(%error, "no room for {name}");
        match it {
            Away => tracing::error!(error = %said(), "no (way) {place}"),
            Back => other("fine"),
            Gone => tracing::error!("gone"),
        }
        tracing::error!("fine");
    "#;
    let found = ["no room for {name}", "no (way) {place}", "gone", "fine"];
    assert_eq!(messages(source), found);
}

#[test]
fn an_error_under_another_name_is_found() {
    for import in [
        "use tracing::error;",
        "use tracing::{error, info};",
        "use tracing::{info, error as say};",
        "use tracing::*;",
    ] {
        assert!(hides_errors(import), "{import}");
    }
    assert!(!hides_errors("use tracing::{Event, Subscriber, info};"));
}
