//! Files that are made of the code are committed, so that a change of the interface is seen in review.
//! `make generated` writes them anew.
#![expect(
    clippy::unwrap_used,
    reason = "this is test code: a broken expectation is a failed test"
)]

use std::fmt::Write;
use std::path::Path;

use http_actix::ErrorCode;

fn assert_current(file: &str, made: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../../docs")
        .join(file);
    if std::env::var_os("UPDATE_GENERATED").is_some() {
        std::fs::write(&path, made).unwrap();
    }
    let committed = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(
        committed == made,
        "docs/{file}: run `make generated` and commit the result"
    );
}

// G12
#[test]
fn the_openapi_snapshot_is_current() {
    let document = portico_server::openapi().to_pretty_json().unwrap();
    assert_current("openapi.json", &(document + "\n"));
}

#[test]
fn the_list_of_error_codes_is_current() {
    let mut text = "# Error codes\n\n\
        <!-- Made by `make generated` from crates/http-actix/src/problem/catalogue.rs; do not edit. -->\n\n\
        Every reply with a status of 400 or more is `application/problem+json` (RFC 9457). Its `code` is one of \
        these; clients branch on it, and it never changes its meaning. A server has a page for each of them, which \
        the `type` of the problem leads to.\n\n\
        | status | code | what it means | what to do |\n|---|---|---|---|\n"
        .to_owned();
    for code in ErrorCode::ALL {
        let (status, name, detail, advice) =
            (code.status(), code.as_str(), code.detail(), code.advice());
        writeln!(text, "| {status} | `{name}` | {detail} | {advice} |").unwrap();
    }
    assert_current("errors.md", &text);
}
