//! The job gathers everything of one user, and nothing else.

use std::time::Duration;

use domain::audit::{AuditAction, AuditEvent, AuditEventId};
use domain::export::ExportState;
use domain::job::JobOutcome;
use domain::ports::Clock;
use domain::session::RevocationReason;
use port_contracts::fixtures::{a_full_origin, a_password_hash, a_session_of, an_id, an_item_of};
use serde_json::json;

use super::somebody::{
    document_of, give_up, happened, json, kim_who_asked, read, request, somebody, the_job,
};
use crate::world::{World, a_world};

async fn state_of(world: &World, user: domain::user::UserId) -> ExportState {
    read(world, user).await.expect("an export").export.state
}

#[tokio::test]
async fn it_holds_everything_of_its_user_and_nothing_of_others() {
    let world = a_world().await;
    let kim = somebody(&world, "kim").await;
    somebody(&world, "lee").await;
    request(&world, kim.id).await.expect("an export");
    assert_eq!(world.deliver().await, [JobOutcome::Succeeded]);

    let document = document_of(&world, kim.id).await;

    assert!(!document.contains("lee"), "{document}");
    let data = json(&document);
    assert_eq!(data["account"]["email"], "kim@example.com");
    assert_eq!(data["account"]["username"], "kim");
    assert_eq!(data["account"]["full_name"], "kim the first");
    assert_eq!(data["sessions"][0]["ip"], "2001:db8::17");
    assert_eq!(data["items"][0]["title"], "kim's boat");
    assert_eq!(data["items"][0]["description"], "kim built it");
    let answers = data["onboarding"]["answers"].as_object().expect("answers");
    let answers: Vec<_> = answers.values().cloned().collect();
    for answer in [json!("kim thinks so"), json!(true), json!(["red", "blue"])] {
        assert!(answers.contains(&answer), "{answer} of {answers:?}");
    }
    // A number keeps its digits.
    assert!(document.contains(":1.50000000000000000001"), "{document}");
    let events = data["audit_events"].as_array().expect("events");
    let events: Vec<_> = events.iter().map(|event| &event["event"]).collect();
    assert_eq!(events, ["export.requested", "login.succeeded"]);
}

// H2, F3r
#[tokio::test]
async fn it_holds_no_hash_and_no_token() {
    let world = a_world().await;
    let kim = somebody(&world, "kim").await;
    world.recovery_link("kim@example.com").await;
    let live = world
        .ports
        .storage
        .sessions
        .live_of_user(kim.id, world.clock.now());
    let live = live.await.expect("sessions");
    let tokens: Vec<_> = live.iter().map(|it| it.current_token.to_string()).collect();
    request(&world, kim.id).await.expect("an export");
    world.deliver().await;
    let document = document_of(&world, kim.id).await;
    assert!(!document.contains(a_password_hash().as_str()));
    assert!(!document.contains("hash"), "{document}");
    assert_eq!(tokens.len(), 1);
    assert!(!document.contains(&tokens[0]), "{document}");
}

// What an administrator did to the account is in it, but not from where: that is the administrator's.
#[tokio::test]
async fn others_who_did_something_stay_unknown() {
    let world = a_world().await;
    let (kim, root) = (
        somebody(&world, "kim").await,
        somebody(&world, "root").await,
    );
    happened(&world, AuditAction::UserUpdated, |it| {
        it.by(root.id).about(kim.id)
    })
    .await;
    happened(&world, AuditAction::LoginFailed, |it| it.about(kim.id)).await;
    request(&world, kim.id).await.expect("an export");
    world.deliver().await;
    let document = document_of(&world, kim.id).await;
    assert!(!document.contains(&root.id.to_string()), "{document}");
    let data = json(&document);
    let events = data["audit_events"].as_array().expect("events");
    let event = |name| {
        let mut events = events.iter();
        events.find(|event| event["event"] == name).expect("it")
    };
    let updated = event("user.updated");
    assert_eq!(updated["actor"], "other");
    assert_eq!(updated["subject"], "you");
    for origin in ["ip", "user_agent", "session_id"] {
        assert!(updated[origin].is_null(), "{updated}");
    }
    let failed = event("login.failed");
    assert!(failed["actor"].is_null());
    assert_eq!(failed["ip"], "2001:db8::17");
}

// Those that are over are kept for a while, with where they came from.
#[tokio::test]
async fn it_holds_ended_sessions_with_their_ends() {
    let world = a_world().await;
    let (kim, _) = kim_who_asked(&world).await;
    let ended_at = world.clock.now();
    let ended = a_session_of(&kim).revoked(ended_at, RevocationReason::LogOut);
    let live = a_session_of(&kim).begun_at(ended_at.plus(Duration::from_secs(1)));
    let mut unit = world.ports.storage.units.begin().await.expect("a unit");
    for session in [ended.from_origin(a_full_origin()).build(), live.build()] {
        unit.sessions().insert(&session).await.expect("a session");
    }
    unit.commit().await.expect("a commit");
    world.deliver().await;
    let data = json(&document_of(&world, kim.id).await);
    let [live, ended] = [&data["sessions"][0], &data["sessions"][1]];
    assert_eq!(
        (&live["ended_at"], &live["end_reason"]),
        (&json!(null), &json!(null))
    );
    assert_eq!(ended["ended_at"], data["account"]["created_at"]);
    assert_eq!(ended["end_reason"], "log_out");
    assert_eq!(ended["ip"], "2001:db8::17");
}

#[tokio::test]
async fn it_holds_every_event_however_many() {
    let world = a_world().await;
    let (kim, _) = kim_who_asked(&world).await;
    let mut unit = world.ports.storage.units.begin().await.expect("a unit");
    for number in 0..1_203 {
        let (id, at) = (AuditEventId::from_uuid(an_id()), world.clock.now());
        let event = AuditEvent::new(id, at, AuditAction::LoginFailed, a_full_origin());
        let event = if number % 2 == 0 {
            event.by(kim.id)
        } else {
            event
        };
        let event = event.about(kim.id);
        unit.audit().append(&event).await.expect("an event");
    }
    unit.commit().await.expect("a commit");
    world.deliver().await;
    let data = json(&document_of(&world, kim.id).await);
    // And the request itself.
    assert_eq!(data["audit_events"].as_array().map(Vec::len), Some(1_204));
}

#[tokio::test]
async fn it_holds_every_item_however_many() {
    let world = a_world().await;
    let (kim, _) = kim_who_asked(&world).await;
    let mut unit = world.ports.storage.units.begin().await.expect("a unit");
    for _ in 0..1_203 {
        let item = an_item_of(&kim).build();
        unit.items().insert(&item).await.expect("an item");
    }
    unit.commit().await.expect("a commit");
    world.deliver().await;
    let data = json(&document_of(&world, kim.id).await);
    assert_eq!(data["items"].as_array().map(Vec::len), Some(1_203));
}

#[tokio::test]
async fn it_is_running_while_it_is_made_and_tried_again_after_a_fault() {
    let world = a_world().await;
    let (kim, _) = kim_who_asked(&world).await;
    let job = the_job(&world).await;
    // Opening a unit, locking the user and the export, removing parts, saving and committing: then it gathers.
    world.faults.fail_at(7);
    let outcome = world.runner.attempt(&job).await;
    world.faults.heal();
    assert!(matches!(outcome, JobOutcome::Retry { .. }), "{outcome:?}");
    assert_eq!(state_of(&world, kim.id).await, ExportState::Running);
    assert_eq!(world.runner.attempt(&job).await, JobOutcome::Succeeded);
    assert_eq!(state_of(&world, kim.id).await, ExportState::Ready);
}

#[tokio::test]
async fn it_is_shown_as_failed_once_its_job_is_given_up_and_an_operator_can_have_it_made() {
    let world = a_world().await;
    let (kim, _) = kim_who_asked(&world).await;
    let job = the_job(&world).await;
    assert!(give_up(&world, &job).await);
    assert_eq!(state_of(&world, kim.id).await, ExportState::Failed);
    assert_eq!(world.runner.attempt(&job).await, JobOutcome::Succeeded);
    assert_eq!(state_of(&world, kim.id).await, ExportState::Ready);
}

// I4: a job may be done more than once.
#[tokio::test]
async fn making_it_twice_changes_nothing() {
    let world = a_world().await;
    let (kim, _) = kim_who_asked(&world).await;
    let job = the_job(&world).await;
    world.runner.attempt(&job).await;
    let rows = world.tables.rows("exports").await;
    world.wait(Duration::from_mins(1));
    assert_eq!(world.runner.attempt(&job).await, JobOutcome::Succeeded);
    assert!(give_up(&world, &job).await);
    assert_eq!(world.tables.rows("exports").await, rows);
    assert_eq!(state_of(&world, kim.id).await, ExportState::Ready);
}

#[tokio::test]
async fn a_late_job_leaves_a_newer_export_alone() {
    let world = a_world().await;
    let (kim, _) = kim_who_asked(&world).await;
    let late = the_job(&world).await;
    assert!(give_up(&world, &late).await);
    let newer = request(&world, kim.id).await.expect("an export");
    assert_eq!(world.runner.attempt(&late).await, JobOutcome::Succeeded);
    assert_eq!(read(&world, kim.id).await.expect("an export").export, newer);
}

// E5
#[tokio::test]
async fn the_job_of_a_deleted_user_ends_quietly() {
    let world = a_world().await;
    let root = world.a_superuser("root@example.com").await;
    let (kim, _) = kim_who_asked(&world).await;
    let job = the_job(&world).await;
    assert_eq!(world.delete(kim.id, root.id).await, Ok(()));
    assert_eq!(world.runner.attempt(&job).await, JobOutcome::Succeeded);
    assert!(give_up(&world, &job).await);
    assert_eq!(world.tables.count("exports").await, 0);
}
