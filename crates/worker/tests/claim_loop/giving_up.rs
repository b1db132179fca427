//! What happens between the last try of a job and its end (I4).

use std::time::Duration;

use domain::job::JobOutcome;

use super::world::{Chore, a_world};

/// Longer than a handler may take to note that its job is given up.
const A_WHILE: Duration = Duration::from_secs(10);

fn dead() -> JobOutcome {
    let error = "not ever".to_owned();
    JobOutcome::Dead { error }
}

// I2: the job is its worker's until its end is stored.
#[tokio::test(start_paused = true)]
async fn a_long_note_loses_no_job() {
    let world = a_world().with(|settings| {
        (settings.lease, settings.leeway) = (Duration::from_secs(3), Duration::ZERO);
    });
    let job = world.jobs.add(Chore::IsNoted { seconds: 7 });
    let _workers = [world.start_worker(), world.start_worker()];
    assert_eq!(world.jobs.first_outcome_of(job).await.0, dead());
    assert_eq!(world.journal.starts_of(job), 1);
    assert_eq!(world.journal.given_up(), [job]);
}

#[tokio::test(start_paused = true)]
async fn a_handler_that_hangs_at_it_keeps_neither_its_job_alive_nor_its_place() {
    let world = a_world().with(|settings| settings.concurrency = 1);
    let hopeless = world.jobs.add(Chore::HangsToTheEnd);
    let _worker = world.start_worker();
    let began = world.now();
    let (outcome, at) = world.jobs.first_outcome_of(hopeless).await;
    assert_eq!(outcome, dead());
    assert!(at.since(began) < A_WHILE);
    let next = world.jobs.add(Chore::IsQuick);
    world.jobs.first_outcome_of(next).await;
    assert!(world.now().since(at) < A_WHILE);
}

// I4: the row stays as it is, however often it is read.
#[tokio::test(start_paused = true)]
async fn a_handler_that_finds_a_strange_row_does_not_keep_its_job_alive() {
    let world = a_world();
    let job = world.jobs.add(Chore::IsMangled);
    let _worker = world.start_worker();
    let began = world.now();
    let (outcome, at) = world.jobs.first_outcome_of(job).await;
    assert_eq!(outcome, dead());
    assert!(at.since(began) < Duration::from_secs(1));
    assert_eq!(world.journal.given_up(), [job]);
}

// I6: the handler knows of no end that is not stored, and of every one that is.
#[tokio::test(start_paused = true)]
async fn while_storage_is_away_both_are_tried_again() {
    let world = a_world();
    let job = world.jobs.add(Chore::IsNoted { seconds: 3 });
    let _worker = world.start_worker();
    tokio::time::sleep(Duration::from_secs(2)).await;
    assert_eq!(world.journal.given_up(), [job]);
    // Its commit fails, and some tries after it.
    world.jobs.go_away();
    tokio::time::sleep(Duration::from_secs(4)).await;
    world.jobs.come_back();
    assert_eq!(world.jobs.first_outcome_of(job).await.0, dead());
    assert_eq!(world.journal.given_up(), [job, job]);
}

// I13
#[tokio::test(start_paused = true)]
async fn a_worker_stops_in_time_though_storage_is_away() {
    let world = a_world();
    let worker = world.start_worker();
    let job = world.jobs.add(Chore::Takes { seconds: 22 });
    tokio::time::sleep(Duration::from_secs(6)).await;
    world.jobs.fall_silent();
    let told = world.now();
    worker.stop().await;
    assert!(world.now().since(told) < Duration::from_secs(26));
    assert_eq!(world.jobs.outcomes_of(job), []);
}
