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
    let words = errors.map(|rest| rest.split(");").next().unwrap_or_default());
    words
        .map(|arguments| arguments.rsplit('"').nth(1).unwrap_or_default())
        .collect()
}

#[test]
fn what_varies_in_an_error_is_in_its_fields() {
    let crates = Path::new(env!("CARGO_MANIFEST_DIR")).join("../crates");
    let mut seen = 0;
    for file in files_below(&crates) {
        let source = fs::read_to_string(&file).expect("a file can be read");
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
    let source = r#"tracing::error!(%error, "no room for {name}"); tracing::error!("fine");"#;
    assert_eq!(messages(source), ["no room for {name}", "fine"]);
}
