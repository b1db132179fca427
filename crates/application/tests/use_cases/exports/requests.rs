//! Asking for an export.

use std::time::Duration;

use domain::export::{Export, ExportState};
use domain::user::UserId;
use port_contracts::fixtures::{a_user, an_id};
use portico_application::UseCaseError;
use portico_application::exports::{RequestExportRefusal, UseCases};
use portico_application::idempotency::{Answer, IdempotencyKeys};

use super::somebody::{ask, give_up, kim_who_asked, no_reply, read, request, the_job};
use crate::world::{World, a_world, every_fault_leaves_nothing, from_address, race};

async fn jobs(world: &World) -> Vec<String> {
    world.tables.job_kinds().await
}

// H4
#[tokio::test]
async fn a_request_is_promised_to_a_worker_and_audited() {
    let world = a_world().await;
    let (kim, export) = kim_who_asked(&world).await;
    assert_eq!(export.state, ExportState::Queued);
    assert_eq!(
        read(&world, kim.id).await.expect("an export").export,
        export
    );
    assert_eq!(jobs(&world).await, ["personal_export"]);
    assert_eq!(world.tables.last_audit().await, "export.requested success");
}

#[tokio::test]
async fn asking_again_while_it_is_under_way_makes_no_other() {
    let world = a_world().await;
    let (kim, export) = kim_who_asked(&world).await;
    world.wait(Duration::from_hours(23));
    assert_eq!(request(&world, kim.id).await, Ok(export));
    assert_eq!(jobs(&world).await.len(), 1);
    assert_eq!(world.tables.audit().await.len(), 1);
}

#[tokio::test]
async fn of_many_who_ask_at_once_each_gets_the_same() {
    let world = a_world().await;
    for round in 1..=5 {
        let kim = world.keep_user(a_user()).await;
        let exports = race(8, |_| ask(UseCases::new(&world.ports), kim.id));
        let exports: Vec<Export> = exports
            .await
            .into_iter()
            .map(|it| it.expect("one"))
            .collect();
        assert!(exports.iter().all(|it| *it == exports[0]), "{exports:?}");
        assert_eq!(jobs(&world).await.len(), round);
    }
}

#[tokio::test]
async fn a_finished_one_gives_way_to_a_new_one() {
    let world = a_world().await;
    let (kim, first) = kim_who_asked(&world).await;
    world.deliver().await;
    let second = request(&world, kim.id).await.expect("an export");
    assert_ne!(second.id, first.id);
    let found = read(&world, kim.id).await.expect("an export");
    assert_eq!((found.export, found.document), (second, None));
}

#[tokio::test]
async fn a_failed_one_gives_way_to_a_new_one() {
    let world = a_world().await;
    let (kim, first) = kim_who_asked(&world).await;
    let job = the_job(&world).await;
    assert!(give_up(&world, &job).await);
    let second = request(&world, kim.id).await.expect("an export");
    assert_ne!(second.id, first.id);
}

// I4: a worker that never came does not keep anybody from asking again.
#[tokio::test]
async fn one_that_was_never_made_gives_way_after_a_day() {
    let world = a_world().await;
    let (kim, first) = kim_who_asked(&world).await;
    world.wait(Export::LIFETIME);
    let second = request(&world, kim.id).await.expect("an export");
    assert_ne!(second.id, first.id);
}

#[tokio::test]
async fn nobody_asks_for_an_account_that_is_gone() {
    let world = a_world().await;
    let refused = request(&world, UserId::from_uuid(an_id())).await;
    assert_eq!(
        refused,
        Err(UseCaseError::Refused(RequestExportRefusal::AccountGone))
    );
    assert_eq!(jobs(&world).await.len(), 0);
}

// A13
#[tokio::test]
async fn the_same_key_gives_the_same_reply_and_another_gives_none_of_it() {
    let world = a_world().await;
    let kim = world.keep_user(a_user()).await;
    let (exports, keys) = (
        UseCases::new(&world.ports),
        IdempotencyKeys::new(&world.ports),
    );
    let origin = from_address("192.0.2.7");
    let under_key = async |key| {
        let call = keys.call(kim.id, "/", key, "", no_reply).expect("a call");
        exports.request.execute(kim.id, &origin, &call).await
    };
    let first = under_key("one").await.expect("an export");
    let Answer::Done(export) = first else {
        panic!("{first:?}");
    };
    world.deliver().await;
    let kept = Answer::Repeated(no_reply(&export));
    assert_eq!(under_key("one").await, Ok(kept));
    assert_eq!(jobs(&world).await, ["personal_export", "purge"]);
    let Ok(Answer::Done(other)) = under_key("two").await else {
        panic!("another key is another request");
    };
    assert_ne!(other.id, export.id);
    // One that finds another under way is remembered too.
    assert_eq!(under_key("three").await, Ok(Answer::Done(other.clone())));
    let kept = Answer::Repeated(no_reply(&other));
    assert_eq!(under_key("three").await, Ok(kept));
}

// A13: the export, its job and its event are one thing.
#[tokio::test]
async fn whatever_fails_leaves_nothing() {
    let world = a_world().await;
    let kim = world.keep_user(a_user()).await;
    let calls = every_fault_leaves_nothing(&world, async || request(&world, kim.id).await).await;
    assert!(calls > 5, "{calls}");
}
