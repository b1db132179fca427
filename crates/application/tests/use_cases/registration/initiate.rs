//! Step 1 (A1, A3, A14).

use std::sync::Arc;
use std::time::Duration;

use port_contracts::fixtures::a_full_origin;
use portico_application::registrations::InitiateRegistrationCommand;

use crate::world::{DownSignal, World, a_world, a_world_with, address, every_fault_leaves_nothing};

/// What a client may learn of step 1, and what it leaves behind.
async fn traces_of_step_1(world: &World, email: &str) -> impl PartialEq + std::fmt::Debug {
    let rows = [
        world.tables.count("registrations").await,
        world.tables.count("jobs").await,
        world.tables.count("audit_events").await,
    ];
    let initiated = world.initiate(email).await;
    let added = [
        world.tables.count("registrations").await - rows[0],
        world.tables.count("jobs").await - rows[1],
        world.tables.count("audit_events").await - rows[2],
    ];
    let record = initiated.registration.record().clone();
    let times = [
        record.code_expires_at,
        record.resend_available_at,
        record.expires_at,
    ];
    let length = initiated.secret.expose().len();
    let kind = world.tables.job_kinds().await.pop();
    (added, times, length, kind, world.tables.last_audit().await)
}

// A1
#[tokio::test]
async fn a_known_address_gets_the_same_answer_and_the_same_work() {
    let world = a_world().await;
    world.account("kim@example.com", "kim").await;
    let known = traces_of_step_1(&world, "kim@example.com").await;
    let unknown = traces_of_step_1(&world, "lee@example.com").await;
    assert_eq!(known, unknown);
}

// A1: the request does not even ask.
#[tokio::test]
async fn the_request_never_looks_the_address_up() {
    let world = a_world().await;
    let calls = every_fault_leaves_nothing(&world, async || {
        let command = InitiateRegistrationCommand {
            email: address("kim@example.com"),
            origin: a_full_origin(),
        };
        world.registrations.initiate.execute(command).await
    })
    .await;
    // begin, registration, job, audit event, commit
    assert_eq!(calls, 5);
}

// A1
#[tokio::test]
async fn an_unknown_address_gets_a_code() {
    let world = a_world().await;
    world.initiate("Kim@Example.com").await;
    world.deliver().await;
    let mail = world.post.last();
    assert_eq!(mail.content.subject, "code");
    assert_eq!(mail.to.as_str(), "Kim@example.com");
    assert_eq!(mail.content.html, "600");
}

// A1: in whatever spelling.
#[tokio::test]
async fn a_known_address_gets_a_mail_without_a_code() {
    let world = a_world().await;
    world.account("kim@example.com", "kim").await;
    world.initiate("KIM@example.com").await;
    world.deliver().await;
    let mail = world.post.last();
    assert_eq!(mail.content.subject, "account exists");
    assert_eq!(mail.to.as_str(), "KIM@example.com");
    assert_eq!(mail.content.text, "");
}

// A1, H3: the job looks the address up, not the request.
#[tokio::test]
async fn an_account_made_after_the_request_is_known_to_the_job() {
    let world = a_world().await;
    let flow = world.flow_with_password("kim@example.com").await;
    world.initiate("kim@example.com").await;
    let completed = world.complete(&flow.secret, None).await;
    completed.expect("an account");
    world.deliver().await;
    let subjects: Vec<_> = world
        .post
        .delivered()
        .into_iter()
        .map(|mail| mail.content.subject)
        .collect();
    assert_eq!(subjects.len(), 3);
    assert!(subjects.contains(&"account exists".to_owned()));
}

// A3
#[tokio::test]
async fn every_flow_has_a_secret_of_its_own() {
    let world = a_world().await;
    let (one, other) = (
        world.initiate("kim@example.com").await,
        world.initiate("kim@example.com").await,
    );
    assert_ne!(one.secret, other.secret);
    assert_ne!(
        one.registration.record().key,
        other.registration.record().key
    );
}

// A14
#[tokio::test]
async fn no_account_and_no_name_is_taken_before_step_4() {
    let world = a_world().await;
    world.flow_with_password("kim@example.com").await;
    assert_eq!(world.tables.count("users").await, 0);
    assert_eq!(world.tables.count("sessions").await, 0);
    world.account("kim@example.com", "kim").await;
}

#[tokio::test]
async fn a_mail_that_leaves_late_says_how_long_its_code_still_lives() {
    let world = a_world().await;
    world.initiate("kim@example.com").await;
    world.wait(Duration::from_mins(4));
    world.deliver().await;
    assert_eq!(world.post.last().content.html, "360");
}

// I2: a lost signal costs time, never a job.
#[tokio::test]
async fn a_job_signal_that_is_down_does_not_fail_the_request() {
    let world = a_world_with(|ports, _| ports.job_signal = Arc::new(DownSignal)).await;
    world.initiate("kim@example.com").await;
    world.deliver().await;
    assert_eq!(world.post.delivered().len(), 1);
}
