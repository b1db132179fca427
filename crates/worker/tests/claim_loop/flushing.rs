//! Uses of sessions are written down soon, together, and at the end (security.md 2.4).

use std::time::Duration;

use application::sessions::ActivityLog;

use super::world::{Storage, UsedSession, a_world};

const MOMENT: Duration = Duration::from_millis(1);
const SECOND: Duration = Duration::from_secs(1);
/// From then on a use is worth writing down.
const A_WHILE: Duration = Duration::from_mins(2);

// Section 2.4
#[tokio::test(start_paused = true)]
async fn many_uses_within_a_second_are_one_write() {
    let (world, storage, log) = (a_world(), Storage::default(), ActivityLog::default());
    let session = UsedSession::new();
    let _flushing = world.start_flushing(&storage, &log);
    tokio::time::sleep(A_WHILE + MOMENT).await;
    for _ in 0..50 {
        session.is_used(&world.ports(), &log).await;
    }
    assert!(storage.used().is_empty());
    tokio::time::sleep(SECOND).await;
    assert_eq!(storage.used(), [session.id()]);
}

// I13
#[tokio::test(start_paused = true)]
async fn what_was_used_last_is_written_before_the_end() {
    let (world, storage, log) = (a_world(), Storage::default(), ActivityLog::default());
    let session = UsedSession::new();
    let flushing = world.start_flushing(&storage, &log);
    tokio::time::sleep(A_WHILE + MOMENT).await;
    session.is_used(&world.ports(), &log).await;
    flushing.stop().await;
    assert_eq!(storage.used(), [session.id()]);
}

// I6
#[tokio::test(start_paused = true)]
async fn it_outlives_an_outage_of_storage() {
    let (world, storage, log) = (a_world(), Storage::default(), ActivityLog::default());
    let session = UsedSession::new();
    let _flushing = world.start_flushing(&storage, &log);
    tokio::time::sleep(A_WHILE + MOMENT).await;
    storage.go_away();
    session.is_used(&world.ports(), &log).await;
    tokio::time::sleep(SECOND * 10).await;
    storage.come_back();
    session.is_used(&world.ports(), &log).await;
    tokio::time::sleep(SECOND).await;
    assert_eq!(storage.used(), [session.id()]);
}
