//! A turn is taken once, in the unit that promises its work (I20, I16).

use std::convert::Infallible;
use std::time::Duration;

use domain::schedule::Slot;
use domain::timestamp::Timestamp;
use portico_application::UseCaseError;
use portico_application::purge::{Leftover, PurgeJob};
use portico_application::schedules::{CronExpression, Schedule, TakeTurn};

use crate::world::{World, a_world, every_fault_leaves_nothing, race};

const TEN_MINUTES: Duration = Duration::from_mins(10);
const DAY: Duration = Duration::from_hours(24);

fn purges() -> Schedule {
    PurgeJob::schedule(CronExpression::parse("*/10 * * * *").expect("a cron expression"))
}

async fn look(world: &World) -> Result<Option<Slot>, UseCaseError<Infallible>> {
    TakeTurn::new(&world.ports).execute(&purges()).await
}

/// When the turn was due that is taken now.
async fn take(world: &World) -> Option<Timestamp> {
    look(world).await.expect("a look").map(|slot| slot.at)
}

/// How many turns enqueued their jobs.
async fn enqueued(world: &World) -> usize {
    let kinds = world.tables.job_kinds().await;
    let purges = kinds.iter().filter(|kind| *kind == "purge").count();
    assert_eq!(purges % Leftover::ALL.len(), 0);
    purges / Leftover::ALL.len()
}

// I20
#[tokio::test]
async fn a_turn_is_taken_once_and_enqueues_its_jobs() {
    let world = a_world().await;
    let taken = take(&world).await.expect("the newest turn");
    assert!(world.ports.system.clock.now().since(taken) < TEN_MINUTES);
    assert_eq!(take(&world).await, None);
    assert_eq!(enqueued(&world).await, 1);
    world.wait(TEN_MINUTES);
    assert_eq!(take(&world).await, Some(taken.plus(TEN_MINUTES)));
    assert_eq!(enqueued(&world).await, 2);
}

// I20: of turns that were missed, one is made up for.
#[tokio::test]
async fn a_month_that_was_missed_is_one_turn() {
    let world = a_world().await;
    take(&world).await;
    world.wait(DAY * 30);
    assert!(take(&world).await.is_some());
    assert_eq!(take(&world).await, None);
    assert_eq!(enqueued(&world).await, 2);
}

// I20
#[tokio::test]
async fn instances_that_look_at_once_take_a_turn_once() {
    let world = a_world().await;
    let twins = [world.twin().await, world.twin().await, world.twin().await];
    for round in 1..=10 {
        let turns = race(12, |number| {
            let ports = twins[number % twins.len()].ports.clone();
            async move { TakeTurn::new(&ports).execute(&purges()).await }
        });
        let taken = turns
            .await
            .into_iter()
            .filter_map(|turn| turn.expect("a look"));
        assert_eq!(taken.count(), 1, "round {round}");
        assert_eq!(enqueued(&world).await, round);
        world.wait(TEN_MINUTES);
    }
}

// I16
#[tokio::test]
async fn a_clock_that_is_set_back_takes_nothing_twice() {
    let world = a_world().await;
    let now = world.ports.system.clock.now();
    let first = take(&world).await.expect("a turn");
    for back in [
        Duration::from_mins(1),
        Duration::from_hours(1),
        Duration::from_hours(23),
    ] {
        world.clock.set(now.minus(back));
        assert_eq!(take(&world).await, None, "{back:?}");
    }
    world.clock.set(first.plus(TEN_MINUTES));
    assert_eq!(take(&world).await, Some(first.plus(TEN_MINUTES)));
    assert_eq!(enqueued(&world).await, 2);
}

// I16: the turn of a wrong clock is worked on, and then it is in nobody's way; what it displaced enqueues nothing twice.
#[tokio::test]
async fn a_clock_that_was_a_month_ahead_for_a_moment_stops_nothing() {
    let world = a_world().await;
    let now = world.ports.system.clock.now();
    let first = take(&world).await.expect("a turn");
    world.wait(DAY * 30);
    assert_eq!(take(&world).await, Some(first.plus(DAY * 30)));
    world.clock.set(now);
    assert_eq!(take(&world).await, Some(first));
    assert_eq!(enqueued(&world).await, 2);
    world.wait(TEN_MINUTES);
    assert_eq!(take(&world).await, Some(first.plus(TEN_MINUTES)));
    assert_eq!(take(&world).await, None);
    assert_eq!(enqueued(&world).await, 3);
}

// I20: what was taken and what was promised are one thing.
#[tokio::test]
async fn whatever_fails_leaves_the_turn_to_the_next_look() {
    let world = a_world().await;
    let calls = every_fault_leaves_nothing(&world, async || look(&world).await).await;
    assert!(calls > 3, "{calls}");
    assert_eq!(enqueued(&world).await, 1);
}
