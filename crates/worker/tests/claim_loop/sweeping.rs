//! Sessions whose limit has come are ended (section 2.9).

use std::time::Duration;

use super::world::{Storage, a_world};

const INTERVAL: Duration = Duration::from_secs(30);
const MOMENT: Duration = Duration::from_millis(1);

/// More than one transaction ends.
const MANY: u64 = 1_100;

// Section 2.9
#[tokio::test(start_paused = true)]
async fn it_ends_everything_that_is_over_at_once() {
    let (world, storage) = (a_world(), Storage::default());
    storage.put_overdue(MANY);
    let _sweeper = world.start_sweeper(&storage, INTERVAL);
    tokio::time::sleep(MOMENT).await;
    assert_eq!(storage.overdue(), 0);
}

// Section 2.9
#[tokio::test(start_paused = true)]
async fn it_looks_again_after_each_interval_and_not_before() {
    let (world, storage) = (a_world(), Storage::default());
    let _sweeper = world.start_sweeper(&storage, INTERVAL);
    tokio::time::sleep(MOMENT).await;
    for _ in 0..3 {
        storage.put_overdue(MANY);
        tokio::time::sleep(INTERVAL.saturating_sub(MOMENT * 2)).await;
        assert_eq!(storage.overdue(), MANY);
        tokio::time::sleep(MOMENT * 2).await;
        assert_eq!(storage.overdue(), 0);
    }
}

// I6
#[tokio::test(start_paused = true)]
async fn it_outlives_an_outage_of_storage() {
    let (world, storage) = (a_world(), Storage::default());
    storage.put_overdue(MANY);
    storage.go_away();
    let _sweeper = world.start_sweeper(&storage, INTERVAL);
    tokio::time::sleep(INTERVAL * 6).await;
    assert_eq!(storage.overdue(), MANY);
    storage.come_back();
    tokio::time::sleep(INTERVAL).await;
    assert_eq!(storage.overdue(), 0);
}

// I13
#[tokio::test(start_paused = true)]
async fn it_stops_when_it_is_told() {
    let (world, storage) = (a_world(), Storage::default());
    let sweeper = world.start_sweeper(&storage, INTERVAL);
    tokio::time::sleep(MOMENT).await;
    sweeper.stop().await;
    storage.put_overdue(MANY);
    tokio::time::sleep(INTERVAL * 2).await;
    assert_eq!(storage.overdue(), MANY);
}
