//! The README's tour, typed as it stands there.
#![expect(clippy::expect_used, reason = "a broken expectation is a failed test")]

use std::path::Path;
use std::process::Stdio;

use portico_tests::{Binary, SetUp};

const README: &str = include_str!("../../README.md");

/// The tour's shell lines, with another server in the place of the one that `make run` starts.
fn tour(base: &str) -> String {
    let section = README
        .split("\n## ")
        .find(|section| section.starts_with("The tour"))
        .expect("README has a tour");
    let blocks = section
        .split("```sh\n")
        .skip(1)
        .map(|block| block.split("```").next().unwrap_or_default());
    let script: String = blocks.collect::<Vec<_>>().join("\n");
    let named = "PORTICO=http://127.0.0.1:8000";
    assert!(script.contains(named), "the tour names its server once");
    format!(
        "set -e\n{}",
        script.replace(named, &format!("PORTICO={base}"))
    )
}

async fn walk(set_up: SetUp) {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let server = Binary::serve(&set_up.variables(folder.path()), folder.path());
    let _ready = server.client().await;
    let address = std::fs::read_to_string(folder.path().join("address")).expect("the address file");
    let script = tour(&format!("http://{}", address.trim()));

    let output = tokio::process::Command::new("sh")
        .args(["-c", &script])
        .current_dir(Path::new("/"))
        .stdin(Stdio::null())
        .output()
        .await
        .expect("sh runs");
    let text = String::from_utf8_lossy(&output.stdout);
    assert!(
        output.status.success(),
        "{text}{}",
        String::from_utf8_lossy(&output.stderr)
    );
    assert!(text.contains("\"access_token\""), "{text}");
    assert!(text.contains("\"is_superuser\":false"), "{text}");
    assert!(text.contains("\n304\n"), "{text}");
    assert!(text.contains("Password updated successfully"), "{text}");
    assert!(text.contains("\"invalid_token\""), "{text}");
}

#[tokio::test]
async fn the_tour_works_as_typed_embedded() {
    walk(SetUp::Embedded).await;
}

#[tokio::test]
async fn the_tour_works_as_typed_scale_out() {
    walk(SetUp::ScaleOut).await;
}
