//! Mail that does not leave, and what an operator does about it (I4).

use portico_tests::{App, SetUp, a_new_address};
use test_services::{SmtpCatcher, SmtpFault, SmtpStage};

use crate::{Operator, PATIENCE, a_relay_that_refuses, settings};

async fn start(set_up: SetUp, relay: &SmtpCatcher) -> App {
    let settings = settings(relay);
    let settings = settings.each_ref().map(|(key, value)| (&**key, &**value));
    App::start_with(set_up, &settings).await
}

/// The dead letter is listed with its reason, and leaves once the relay takes it and somebody says so.
async fn a_dead_letter_is_seen_and_sent_after_all(set_up: SetUp) {
    let relay = a_relay_that_refuses();
    let app = start(set_up, &relay).await;
    let operator = Operator::log_in(app.client()).await;
    let email = a_new_address();
    let id = operator.promise_a_mail(&email).await;
    let dead = operator.job_that(&id, |job| job["state"] == "dead").await;
    assert_eq!(dead["attempts"], 1);
    let error = dead["errors"][0]["error"].as_str().unwrap_or_default();
    assert!(error.contains("550"), "{dead}");
    // H3: whom the relay names is not written down.
    assert!(
        !error.contains('@') && error.contains("no such mailbox"),
        "{dead}"
    );
    let listed = operator.get("/admin/jobs?state=dead").await;
    assert_eq!(listed.text_at("/data/0/id"), id);

    relay.recover();
    let retried = operator.post(&format!("/admin/jobs/{id}/retry")).await;

    assert_eq!(retried.expect(200).text_at("/state"), "queued");
    let mails = relay.wait_for(1, PATIENCE);
    assert_eq!(mails[0].to, [email]);
    let done = operator.job_that(&id, |job| job["state"] == "succeeded");
    assert_eq!(done.await["errors"][0]["error"], error);
    let again = operator.post(&format!("/admin/jobs/{id}/retry")).await;
    let _ = again.expect_problem(409, "job_not_retryable");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_dead_letter_is_seen_and_sent_after_all_embedded() {
    a_dead_letter_is_seen_and_sent_after_all(SetUp::Embedded).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_dead_letter_is_seen_and_sent_after_all_scale_out() {
    a_dead_letter_is_seen_and_sent_after_all(SetUp::ScaleOut).await;
}

/// What waits for a relay that is busy can be called off; then it never leaves.
async fn a_mail_that_waits_can_be_called_off(set_up: SetUp) {
    let relay = SmtpCatcher::start();
    let busy = SmtpFault::Reply("451 4.3.0 later".to_owned());
    relay.fail_at(SmtpStage::Sender, busy);
    let app = start(set_up, &relay).await;
    let operator = Operator::log_in(app.client()).await;
    let id = operator.promise_a_mail(&a_new_address()).await;
    let waits = |job: &serde_json::Value| job["state"] == "queued" && job["attempts"] == 1;
    operator.job_that(&id, waits).await;

    let cancelled = operator.post(&format!("/admin/jobs/{id}/cancel")).await;

    assert_eq!(cancelled.expect(200).text_at("/state"), "cancelled");
    let again = operator.post(&format!("/admin/jobs/{id}/cancel")).await;
    let _ = again.expect_problem(409, "job_not_cancellable");
    relay.recover();
    // The next mail leaves; the one that was due before it does not.
    let next = a_new_address();
    operator.promise_a_mail(&next).await;
    let mails = relay.wait_for(1, PATIENCE);
    assert_eq!(mails[0].to, [next]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_mail_that_waits_can_be_called_off_embedded() {
    a_mail_that_waits_can_be_called_off(SetUp::Embedded).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_mail_that_waits_can_be_called_off_scale_out() {
    a_mail_that_waits_can_be_called_off(SetUp::ScaleOut).await;
}
