//! What is due by the clock is enqueued at its time, once for all instances (I20).

use std::time::Duration;

use domain::timestamp::Timestamp;

use super::world::{Storage, World, a_world};

const MINUTE: Duration = Duration::from_mins(1);
/// By then a scheduler that slept until a moment has looked.
const A_LITTLE: Duration = Duration::from_millis(100);

/// Every ten minutes.
const TEN: &str = "*/10 * * * *";

/// Lets the time pass until so many ten minutes are full.
async fn until_full(world: &World, tens: u32) {
    let span = Duration::from_mins(10);
    let into = Duration::from_micros(world.now().unix_micros().unsigned_abs() % 600_000_000);
    tokio::time::sleep((span * tens).saturating_sub(into) + A_LITTLE).await;
}

fn are_ten_minutes_apart(turns: &[Timestamp]) -> bool {
    let apart = |pair: &[Timestamp]| pair[1].since(pair[0]) == MINUTE * 10;
    turns.windows(2).all(apart)
}

// I20
#[tokio::test(start_paused = true)]
async fn a_turn_is_taken_when_its_time_comes_and_enqueues_its_jobs() {
    let (world, storage) = (a_world(), Storage::default());
    let _scheduler = world.start_scheduler(&storage, TEN);
    until_full(&world, 1).await;
    let turns = storage.turns();
    let last = *turns.last().expect("a turn");
    assert_eq!(last.unix_seconds() % 600, 0);
    assert!(world.now().since(last) < A_LITTLE * 2, "{last:?}");
    let jobs = storage.jobs();
    assert_eq!(jobs.len(), turns.len());
    assert!(jobs.last().expect("a job").run_at.since(last) < A_LITTLE);
}

// I20: what was missed while no instance ran is made up for once.
#[tokio::test(start_paused = true)]
async fn it_begins_with_the_newest_turn_that_nobody_took() {
    let (world, storage) = (a_world(), Storage::default());
    let _scheduler = world.start_scheduler(&storage, TEN);
    tokio::time::sleep(A_LITTLE).await;
    assert_eq!(storage.turns().len(), 1);
    assert!(world.now().since(storage.turns()[0]) < MINUTE * 10);
}

// I20: nobody leads, so nobody is missed.
#[tokio::test(start_paused = true)]
async fn three_instances_take_each_turn_once_though_they_die_one_after_the_other() {
    let (world, storage) = (a_world(), Storage::default());
    let mut instances = vec![
        world.start_scheduler(&storage, TEN),
        world.start_scheduler(&storage, TEN),
        world.start_scheduler(&storage, TEN),
    ];
    for _ in 0..2 {
        until_full(&world, 2).await;
        instances.pop().expect("an instance").crash();
    }
    until_full(&world, 2).await;
    let turns = storage.turns();
    // The one that was due at the start, and two in each of the three spans.
    assert_eq!(turns.len(), 7);
    assert!(are_ten_minutes_apart(&turns), "{turns:?}");
    assert_eq!(storage.jobs().len(), turns.len());
}

// I16
#[tokio::test(start_paused = true)]
async fn a_clock_that_is_set_forward_brings_one_turn_within_a_minute() {
    let (world, storage) = (a_world(), Storage::default());
    let _scheduler = world.start_scheduler(&storage, TEN);
    until_full(&world, 1).await;
    let before = storage.turns().len();
    world.set_clock_forward(Duration::from_hours(30 * 24));
    tokio::time::sleep(MINUTE).await;
    assert_eq!(storage.turns().len(), before + 1);
    assert!(world.now().since(storage.turns()[before]) < MINUTE * 10);
}

// I16
#[tokio::test(start_paused = true)]
async fn a_clock_that_is_set_back_takes_no_turn_twice() {
    let (world, storage) = (a_world(), Storage::default());
    let _scheduler = world.start_scheduler(&storage, TEN);
    until_full(&world, 3).await;
    let before = storage.turns();
    world.set_clock_back(Duration::from_mins(25));
    tokio::time::sleep(MINUTE * 24).await;
    assert_eq!(storage.turns(), before);
    // The first full ten minutes are those that were taken last.
    until_full(&world, 2).await;
    let turns = storage.turns();
    assert_eq!(turns.len(), before.len() + 1);
    assert!(are_ten_minutes_apart(&turns), "{turns:?}");
}

// I6: an outage costs no turn but those that another has followed.
#[tokio::test(start_paused = true)]
async fn it_outlives_an_outage_of_storage() {
    let (world, storage) = (a_world(), Storage::default());
    let _scheduler = world.start_scheduler(&storage, TEN);
    until_full(&world, 1).await;
    let before = storage.turns().len();
    storage.go_away();
    until_full(&world, 4).await;
    assert_eq!(storage.turns().len(), before);
    storage.come_back();
    tokio::time::sleep(MINUTE).await;
    assert_eq!(storage.turns().len(), before + 1);
}

// I13
#[tokio::test(start_paused = true)]
async fn it_stops_when_it_is_told() {
    let (world, storage) = (a_world(), Storage::default());
    let scheduler = world.start_scheduler(&storage, TEN);
    tokio::time::sleep(A_LITTLE).await;
    scheduler.stop().await;
    let turns = storage.turns();
    until_full(&world, 3).await;
    assert_eq!(storage.turns(), turns);
}
