//! Who may do what with whose: one table, and every cell of it is asked (F1r, API1, API5, ASVS 8.2.1).

#![expect(clippy::expect_used, reason = "a broken expectation is a failed test")]

mod cast;
mod table;

use std::collections::BTreeSet;

use cast::{Cast, Who};
use portico_tests::{App, Document, PASSWORD, SetUp};
use reqwest::Method;
use table::{MATRIX, Row};

/// What a path's placeholder stands for when the row asks for something that is not there.
const MISSING: &str = "00000000-0000-4000-8000-000000000000";

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_cell_is_answered_as_the_table_says_embedded() {
    every_cell_is_answered_as_the_table_says(SetUp::Embedded).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_cell_is_answered_as_the_table_says_scaled_out() {
    every_cell_is_answered_as_the_table_says(SetUp::ScaleOut).await;
}

// F1r, F4r: every operation, asked by everybody, about what is theirs, somebody else's, and nobody's.
async fn every_cell_is_answered_as_the_table_says(set_up: SetUp) {
    let settings = [
        ("PORTICO__FIRST_SUPERUSER__PASSWORD", PASSWORD),
        ("PORTICO__LIMITS__ENABLED", "false"),
    ];
    let app = App::start_with(set_up, &settings).await;
    let first = cast::log_in(app.client(), cast::FIRST_SUPERUSER).await;
    let mut wrong = Vec::new();
    for row in MATRIX {
        let mut cast = Cast::assemble(app.client(), &first).await;
        for who in Who::ALL {
            // The owner may just have deleted what a superuser asks for.
            if matches!(who, Who::Superuser) && row.method() == Method::DELETE {
                cast = Cast::assemble(app.client(), &first).await;
            }
            let status = ask(&app, &cast, row, who).await;
            if status != row.status(who) {
                let expected = row.status(who);
                wrong.push(format!("{row} as {who:?}: {status} instead of {expected}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

async fn ask(app: &App, cast: &Cast, row: &Row, who: Who) -> u16 {
    let path = cast.path(row.path, MISSING);
    let request = app.client().api(row.method(), &path);
    let request = match cast.token(who) {
        Some(token) => request.bearer(token),
        None => request,
    };
    let request = match row.body() {
        Some(body) => request.json(&cast::body(&body)),
        None => request,
    };
    request.send().await.status
}

// F1r: a route that is not in the table would be a route whose rights nobody has thought of.
#[test]
fn the_table_names_every_operation_that_wants_a_token() {
    let documented = Document::of_this_version().protected_operations();
    let named: BTreeSet<String> = MATRIX.iter().map(Row::operation).collect();
    let missing: Vec<_> = documented.difference(&named).collect();
    let unknown: Vec<_> = named.difference(&documented).collect();
    assert!(missing.is_empty(), "not in the table: {missing:?}");
    assert!(unknown.is_empty(), "not in the document: {unknown:?}");
}
