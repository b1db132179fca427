//! The audit log of what really happened (H4).

use std::collections::BTreeSet;

use portico_tests::{Account, App, PASSWORD, SetUp};
use serde_json::Value;

use crate::Operator;

/// A registration and two log-ins, one of them refused, as the log tells of them.
async fn the_log_tells_what_happened_to_whom(set_up: SetUp) {
    let settings = [("PORTICO__FIRST_SUPERUSER__PASSWORD", PASSWORD)];
    let app = App::start_with(set_up, &settings).await;
    let client = app.client();
    let account = Account::register(client).await;
    let _ = Account::log_in(client, &account.email, PASSWORD).await;
    let wrong = Account::log_in(client, &account.email, "not the password").await;
    let wrong = wrong.expect_problem(401, "invalid_credentials");
    let me = client.me(&account.token).await.text_at("/id");
    let operator = Operator::log_in(client).await;

    let registered = operator.get("/admin/audit?event=registration.completed");
    let registered = registered.await.json();
    assert_eq!(registered["data"][0]["subject"], *me, "{registered}");
    let failed = operator.get("/admin/audit?event=login.failed").await;
    let failed = failed.json();
    let event = &failed["data"][0];
    assert_eq!(event["outcome"], "failure", "{failed}");
    assert_eq!(event["ip"], "127.0.0.1", "{failed}");
    assert_eq!(event["subject"], *me, "{failed}");
    assert_eq!(event["request_id"], wrong.header("x-request-id"));

    let of_user = operator.get(&format!("/admin/audit?subject={me}")).await;
    let of_user = of_user.json();
    let names: BTreeSet<_> = events(&of_user).collect();
    for name in ["registration.completed", "login.succeeded", "login.failed"] {
        assert!(names.contains(name), "{name} in {names:?}");
    }
}

fn events(page: &Value) -> impl Iterator<Item = &str> {
    let rows = page["data"].as_array().expect("a page");
    rows.iter().filter_map(|event| event["event"].as_str())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_log_tells_what_happened_to_whom_embedded() {
    the_log_tells_what_happened_to_whom(SetUp::Embedded).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_log_tells_what_happened_to_whom_scale_out() {
    the_log_tells_what_happened_to_whom(SetUp::ScaleOut).await;
}
