//! What has ended by itself is cleared away (A14, section 2.9).

use std::time::Duration;

use super::world::{Counts, Leftovers, a_world};

const PURGE_INTERVAL: Duration = Duration::from_mins(10);
const MOMENT: Duration = Duration::from_millis(1);

const NOTHING: Counts = Counts {
    registrations: 0,
    throttles: 0,
    recovery_links: 0,
    email_changes: 0,
    idempotency_keys: 0,
    exports: 0,
    finished_jobs: 0,
    sessions: 0,
};

/// More than one transaction clears away.
const MUCH: Counts = Counts {
    registrations: 1_300,
    throttles: 1_200,
    recovery_links: 1_250,
    email_changes: 1_350,
    idempotency_keys: 1_400,
    exports: 0,
    finished_jobs: 0,
    sessions: 1_100,
};

// A14, section 2.9
#[tokio::test(start_paused = true)]
async fn it_clears_away_everything_at_once() {
    let (world, leftovers) = (a_world(), Leftovers::default());
    leftovers.put(MUCH);
    let _sweeper = world.start_sweeper(&leftovers);
    tokio::time::sleep(MOMENT).await;
    assert_eq!(leftovers.left(), NOTHING);
}

// Section 2.9
#[tokio::test(start_paused = true)]
async fn it_sweeps_sessions_and_purges_rows_each_in_its_interval() {
    let (world, leftovers) = (a_world(), Leftovers::default());
    let _sweeper = world.start_sweeper(&leftovers);
    tokio::time::sleep(MOMENT).await;
    leftovers.put(MUCH);
    tokio::time::sleep(Duration::from_millis(29_998)).await;
    assert_eq!(leftovers.left(), MUCH);
    tokio::time::sleep(MOMENT * 2).await;
    let rows = Counts {
        sessions: 0,
        ..MUCH
    };
    assert_eq!(leftovers.left(), rows);
    tokio::time::sleep(Duration::from_millis(569_998)).await;
    assert_eq!(leftovers.left(), rows);
    tokio::time::sleep(MOMENT * 2).await;
    assert_eq!(leftovers.left(), NOTHING);
}

// I6
#[tokio::test(start_paused = true)]
async fn it_outlives_an_outage_of_storage() {
    let (world, leftovers) = (a_world(), Leftovers::default());
    leftovers.put(MUCH);
    leftovers.go_away();
    let _sweeper = world.start_sweeper(&leftovers);
    tokio::time::sleep(PURGE_INTERVAL * 6).await;
    assert_eq!(leftovers.left(), MUCH);
    leftovers.come_back();
    tokio::time::sleep(PURGE_INTERVAL).await;
    assert_eq!(leftovers.left(), NOTHING);
}

// I13
#[tokio::test(start_paused = true)]
async fn it_stops_when_it_is_told() {
    let (world, leftovers) = (a_world(), Leftovers::default());
    let sweeper = world.start_sweeper(&leftovers);
    tokio::time::sleep(MOMENT).await;
    sweeper.stop().await;
    leftovers.put(MUCH);
    tokio::time::sleep(PURGE_INTERVAL * 2).await;
    assert_eq!(leftovers.left(), MUCH);
}
