//! A link is asked for (F9r, H3).

use std::time::Duration;

use domain::job::JobOutcome;
use domain::link::LinkToken;
use domain::ports::MailError;

use super::{kim, kim_unlimited};
use crate::world::{
    HashingWork, NEW_PASSWORD, World, a_world, assert_tables_hold_none_of,
    every_fault_leaves_nothing, to_address,
};

/// What a request did: rows by table, hashing, calls to storage.
async fn work_of(world: &World, email: &str) -> (Vec<usize>, HashingWork, u32) {
    let tables = [
        "users",
        "password_resets",
        "jobs",
        "audit_events",
        "throttles",
    ];
    let mut before = Vec::new();
    for table in tables {
        before.push(world.tables.count(table).await);
    }
    world.hasher.take_work();
    world.faults.heal();
    world.request_recovery(email).await;
    let calls = world.faults.calls();
    let mut added = Vec::new();
    for (table, before) in tables.into_iter().zip(before) {
        added.push(world.tables.count(table).await - before);
    }
    (added, world.hasher.take_work(), calls)
}

// F9r: the same rows, the same hashing, the same calls.
#[tokio::test]
async fn known_and_unknown_addresses_are_the_same_work() {
    let (world, _) = kim().await;
    let known = work_of(&world, "kim@example.com").await;
    let unknown = work_of(&world, "nobody@example.com").await;
    assert_eq!(known, unknown);
    assert_eq!(known.0, [0, 1, 1, 1, 0]);
    assert_eq!(known.1, HashingWork::default());
}

// F9r, H4: nobody can tell from what is stored either.
#[tokio::test]
async fn rows_do_not_tell_known_and_unknown_addresses_apart() {
    let (world, _) = kim().await;
    for email in ["kim@example.com", "lee@example.com"] {
        world.request_recovery(email).await;
        assert_eq!(
            world.tables.last_audit().await,
            "recovery.requested success"
        );
    }
    let sql = "SELECT length(payload) || ' ' || max_attempts || ' ' || (deadline - created_at) \
               FROM jobs WHERE kind = 'recovery_mail'";
    let jobs = world.tables.texts(sql.to_owned()).await;
    assert_eq!(jobs.len(), 2);
    assert_eq!(jobs[0], jobs[1]);
    let subjects = "SELECT count(subject_id) || '' FROM audit_events WHERE event LIKE 'recovery%'";
    assert_eq!(world.tables.texts(subjects.to_owned()).await, ["0"]);
}

// F9r, F8r: to the address as the account has it.
#[tokio::test]
async fn the_link_goes_to_the_accounts_address() {
    let world = a_world().await;
    world.account("Kim.Example@example.com", "kim").await;
    let link = world.recovery_link("kim.EXAMPLE@Example.com").await;
    let mail = world.post.last();
    assert_eq!(mail.to.as_str(), "Kim.Example@example.com");
    assert_eq!(mail.content.html, "1800");
    assert_eq!(world.reset(&link, NEW_PASSWORD).await, Ok(()));
}

// F9r
#[tokio::test]
async fn nobody_is_mailed_about_an_unknown_address() {
    let (world, _) = kim().await;
    let mails = world.post.delivered().len();
    world.request_recovery("nobody@example.com").await;
    assert_eq!(world.deliver().await, [JobOutcome::Succeeded]);
    assert_eq!(world.post.delivered().len(), mails);
}

// F9r, CVE-2024-45231: the request is answered before any mail is tried.
#[tokio::test]
async fn a_mail_server_that_is_down_changes_no_answer_and_loses_no_link() {
    let (world, _) = kim().await;
    let error = MailError::Transient("451 later".to_owned());
    world.post.fail_with(error);
    world.request_recovery("kim@example.com").await;
    let outcomes = world.deliver().await;
    assert!(matches!(outcomes[..], [JobOutcome::Retry { .. }]));
    world.wait(Duration::from_secs(5));
    assert_eq!(world.deliver().await, [JobOutcome::Succeeded]);
    let told = world.post.of_kind("recovery");
    assert_eq!(told.len(), 1);
    assert_eq!(told[0].content.html, "1795");
}

// I6: an outage does not make a known address unknown.
#[tokio::test]
async fn no_link_is_lost_while_the_address_cannot_be_looked_up() {
    let (world, _) = kim().await;
    world.request_recovery("kim@example.com").await;
    let job = world.claim().await.pop().expect("a job");
    world.faults.fail_at(1);
    let outcome = world.runner.attempt(&job).await;
    assert!(matches!(outcome, JobOutcome::Retry { .. }), "{outcome:?}");
    world.faults.heal();
    assert_eq!(world.runner.attempt(&job).await, JobOutcome::Succeeded);
}

// I4: a link that works no more is not mailed.
#[tokio::test]
async fn an_expired_link_is_not_mailed() {
    let (world, _) = kim().await;
    world.request_recovery("kim@example.com").await;
    world.wait(Duration::from_mins(30));
    let outcomes = world.deliver().await;
    assert!(matches!(outcomes[..], [JobOutcome::Dead { .. }]));
    assert_eq!(world.post.of_kind("recovery").len(), 0);
}

// F9r, H3: hashed at rest, sealed in the job.
#[tokio::test]
async fn no_row_holds_the_token() {
    let (world, _) = kim().await;
    world.request_recovery("kim@example.com").await;
    let before = world.tables.dump().await;
    world.deliver().await;
    let token = world.post.last_text("recovery");
    assert_tables_hold_none_of(&world, &[&token]).await;
    assert!(
        before
            .iter()
            .all(|row| !row.to_lowercase().contains(&token))
    );
}

// F9r: the answer stays the same, and the link that was mailed stays good.
#[tokio::test]
async fn after_three_in_an_hour_further_ones_are_dropped_in_silence() {
    let (world, _) = kim().await;
    for email in ["kim@example.com", "lee@example.com"] {
        for _ in 0..3 {
            world.request_recovery(email).await;
            world.deliver().await;
        }
        let before = world.tables.dump().await;
        world
            .request_recovery(&email.to_uppercase().replace("EXAMPLE.COM", "example.com"))
            .await;
        assert_eq!(world.tables.dump().await, before, "{email}");
    }
    world.deliver().await;
    assert_eq!(world.post.of_kind("recovery").len(), 3);
}

#[tokio::test]
async fn a_failure_of_any_repository_leaves_nothing() {
    let (world, _) = kim_unlimited().await;
    let run = async || {
        let recovery = world.recovery().request;
        let email = crate::world::address("kim@example.com");
        let nowhere = domain::request_origin::RequestOrigin::default();
        let asked = recovery.execute(email, &nowhere).await;
        asked.map_err(portico_application::UseCaseError::<()>::from)
    };
    // begin, link, mail, audit event, commit
    assert_eq!(every_fault_leaves_nothing(&world, run).await, 5);
}

// F9r: nobody is mailed what works no more.
#[tokio::test]
async fn a_link_that_is_void_already_is_not_mailed() {
    let (world, kim) = kim().await;
    world.request_recovery("kim@example.com").await;
    world.request_recovery("kim@example.com").await;
    world.deliver().await;
    let mails = world.post.of_kind("recovery");
    assert_eq!(mails.len(), 1, "{mails:?}");
    let newest = LinkToken::parse(&mails[0].content.text);
    let newest = newest.expect("a token");
    assert_eq!(world.reset(&newest, NEW_PASSWORD).await, Ok(()));
    world.request_recovery("kim@example.com").await;
    let root = world.a_superuser("root@example.com").await;
    let moved = world.update(kim.id, to_address("new@example.com"), root.id);
    moved.await.expect("an update");
    world.deliver().await;
    assert_eq!(world.post.of_kind("recovery").len(), 1);
}
