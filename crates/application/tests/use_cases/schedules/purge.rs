//! The jobs that remove what is over (A14, I21).

use std::time::Duration;

use domain::job::JobOutcome;
use portico_application::purge::{Leftover, Purge, PurgeJob};
use portico_application::schedules::{CronExpression, TakeTurn};
use portico_application::sessions::SweepSessions;

use crate::world::{World, a_world};

const HOUR: Duration = Duration::from_hours(1);
const DAY: Duration = Duration::from_hours(24);

async fn take_a_turn(world: &World) {
    let cron = CronExpression::parse("* * * * *").expect("a cron expression");
    let schedule = PurgeJob::schedule(cron);
    let turn = TakeTurn::new(&world.ports).execute(&schedule).await;
    turn.expect("a look").expect("a turn");
}

async fn purge(world: &World, leftover: Leftover) -> u64 {
    let purge = Purge::new(&world.ports).execute(leftover).await;
    purge.expect("a purge")
}

// A14: the recipe from the clock to the empty table.
#[tokio::test]
async fn a_turn_removes_what_is_over() {
    let world = a_world().await;
    world.flow("kim@example.com").await;
    world.wait(HOUR);
    take_a_turn(&world).await;
    let mut outcomes = world.deliver().await;
    outcomes.extend(world.deliver().await);
    assert_eq!(outcomes.len(), Leftover::ALL.len());
    assert!(outcomes.iter().all(|it| *it == JobOutcome::Succeeded));
    assert_eq!(world.tables.count("registrations").await, 0);
}

// I4, I21: a turn brings all of them at once, and a mail with a code must not wait until they are done.
#[tokio::test]
async fn one_at_a_time_is_all_that_a_worker_does() {
    let world = a_world().await;
    let bound = world
        .runner
        .bounds()
        .find(|(kind, _)| kind.as_str() == "purge");
    assert_eq!(bound.map(|(_, bound)| bound.get()), Some(1));
}

// I6: what fails is tried again by itself.
#[tokio::test]
async fn an_outage_fails_the_job_and_not_for_good() {
    let world = a_world().await;
    take_a_turn(&world).await;
    let job = world.claim().await.pop().expect("a job");
    world.faults.lose_storage();
    let outcome = world.runner.attempt(&job).await;
    assert!(matches!(outcome, JobOutcome::Retry { .. }), "{outcome:?}");
}

// I21, H3
#[tokio::test]
async fn a_finished_job_is_removed_after_a_week_and_a_dead_one_after_thirty_days() {
    let world = a_world().await;
    world.flow("kim@example.com").await;
    world.initiate("lee@example.com").await;
    world.wait(HOUR);
    // The code of the second is too old by now.
    let outcomes = world.deliver().await;
    assert!(
        matches!(outcomes[..], [JobOutcome::Dead { .. }]),
        "{outcomes:?}"
    );
    assert_eq!(world.tables.count("jobs").await, 2);
    world.wait_almost(DAY * 6 + HOUR * 23);
    assert_eq!(purge(&world, Leftover::FinishedJobs).await, 0);
    world.wait(Duration::from_micros(1));
    assert_eq!(purge(&world, Leftover::FinishedJobs).await, 1);
    assert_eq!(world.tables.count("jobs").await, 1);
    // The second was given up an hour after the first was done.
    world.wait_almost(DAY * 23 + HOUR);
    assert_eq!(purge(&world, Leftover::DeadJobs).await, 0);
    world.wait(Duration::from_micros(1));
    assert_eq!(purge(&world, Leftover::FinishedJobs).await, 0);
    assert_eq!(purge(&world, Leftover::DeadJobs).await, 1);
    assert_eq!(world.tables.count("jobs").await, 0);
}

// H3: a code that nobody can have mailed any more.
#[tokio::test]
async fn what_a_dead_job_was_to_do_is_forgotten_once_it_is_too_late() {
    let world = a_world().await;
    world.initiate("kim@example.com").await;
    world.wait(HOUR);
    world.deliver().await;
    assert_eq!(purge(&world, Leftover::LatePayloads).await, 1);
    assert_eq!(purge(&world, Leftover::LatePayloads).await, 0);
}

// Every name comes back: a job of an older version is still done.
#[test]
fn every_leftover_has_a_name_of_its_own() {
    for leftover in Leftover::ALL {
        assert_eq!(Leftover::from_name(leftover.as_str()), Some(leftover));
    }
    assert_eq!(Leftover::from_name("users"), None);
}

// I21: the sweep has ended it, and by then no clock of any instance finds its tokens of use.
#[tokio::test]
async fn an_ended_session_is_removed_the_day_after_its_limit() {
    let world = a_world().await;
    world.kims_token().await;
    world.wait(world.policies.sessions.absolute_timeout);
    let swept = SweepSessions::new(&world.ports).execute().await;
    assert_eq!(swept.map(|it| it.ended), Ok(1));
    world.wait_almost(DAY);
    assert_eq!(purge(&world, Leftover::Sessions).await, 0);
    world.wait(Duration::from_micros(1));
    assert_eq!(purge(&world, Leftover::Sessions).await, 1);
    assert_eq!(world.tables.count("sessions").await, 0);
}
