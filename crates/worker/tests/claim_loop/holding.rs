//! How the worker holds a job while it runs.

use std::time::Duration;

use domain::job::JobOutcome;

use super::world::{Chore, a_world};

const LEASE: Duration = Duration::from_secs(30);
/// By how much another worker's clock may be ahead.
const LEEWAY: Duration = Duration::from_secs(10);

// I2: a job that takes long is not handed to somebody else meanwhile.
#[tokio::test(start_paused = true)]
async fn the_lease_of_a_long_job_is_extended() {
    let world = a_world();
    let _workers = [world.start_worker(), world.start_worker()];
    let job = world.jobs.add(Chore::Takes { seconds: 200 });
    let (outcome, _) = world.jobs.first_outcome_of(job).await;
    assert_eq!(outcome, JobOutcome::Succeeded);
    assert_eq!(world.journal.starts_of(job), 1);
    assert!(world.jobs.extensions() >= 19, "{}", world.jobs.extensions());
}

#[tokio::test(start_paused = true)]
async fn a_quick_job_needs_no_extension() {
    let world = a_world();
    let _worker = world.start_worker();
    let job = world.jobs.add(Chore::Takes { seconds: 9 });
    world.jobs.first_outcome_of(job).await;
    assert_eq!(world.jobs.extensions(), 0);
}

// I2: two workers must not both say what became of a job.
#[tokio::test(start_paused = true)]
async fn a_lost_lease_ends_the_try_and_stores_nothing() {
    let world = a_world();
    let _worker = world.start_worker();
    let job = world.jobs.add(Chore::Takes { seconds: 100 });
    tokio::time::sleep(Duration::from_secs(15)).await;
    assert_eq!(world.journal.running(), 1);
    world.jobs.steal(job);
    tokio::time::sleep(LEASE / 2).await;
    assert_eq!(world.journal.running(), 0);
    tokio::time::sleep(Duration::from_mins(10)).await;
    assert_eq!(world.jobs.outcomes_of(job), []);
}

// I2: the lease was lost in the very moment in which the job ended.
#[tokio::test(start_paused = true)]
async fn an_outcome_under_a_lost_lease_is_not_stored() {
    let world = a_world();
    let worker = world.start_worker();
    let job = world.jobs.add(Chore::Takes { seconds: 5 });
    tokio::time::sleep(Duration::from_secs(6)).await;
    let other = world.jobs.add(Chore::Takes { seconds: 5 });
    tokio::time::sleep(Duration::from_secs(5)).await;
    world.jobs.steal(other);
    worker.stop().await;
    assert_eq!(world.jobs.outcomes_of(job), [JobOutcome::Succeeded]);
    assert_eq!(world.jobs.outcomes_of(other), []);
}

// I6
#[tokio::test(start_paused = true)]
async fn storage_that_is_away_for_an_extension_does_not_end_the_try() {
    let world = a_world();
    let _worker = world.start_worker();
    let job = world.jobs.add(Chore::Takes { seconds: 50 });
    tokio::time::sleep(Duration::from_secs(9)).await;
    world.jobs.go_away();
    tokio::time::sleep(Duration::from_secs(9)).await;
    world.jobs.come_back();
    let (outcome, _) = world.jobs.first_outcome_of(job).await;
    assert_eq!(outcome, JobOutcome::Succeeded);
    assert_eq!(world.journal.starts_of(job), 1);
}

// I2: another worker has the job from then on, and must be the only one.
#[tokio::test(start_paused = true)]
async fn a_try_ends_with_its_lease_while_storage_is_away() {
    let world = a_world();
    let _worker = world.start_worker();
    let job = world.jobs.add(Chore::Takes { seconds: 200 });
    tokio::time::sleep(Duration::from_secs(15)).await;
    world.jobs.go_away();
    // The claim was extended after ten seconds.
    tokio::time::sleep(Duration::from_secs(24)).await;
    assert_eq!(world.journal.running(), 1);
    tokio::time::sleep(Duration::from_secs(2)).await;
    assert_eq!(world.journal.running(), 0);
    assert_eq!(world.jobs.outcomes_of(job), []);
}

// I2: an answer that never comes must not keep the worker from looking at the time.
#[tokio::test(start_paused = true)]
async fn a_try_ends_with_its_lease_while_storage_does_not_answer() {
    let world = a_world();
    let _worker = world.start_worker();
    world.jobs.add(Chore::Takes { seconds: 200 });
    tokio::time::sleep(Duration::from_secs(5)).await;
    world.jobs.fall_silent();
    tokio::time::sleep(Duration::from_secs(24)).await;
    assert_eq!(world.journal.running(), 1);
    tokio::time::sleep(Duration::from_secs(2)).await;
    assert_eq!(world.journal.running(), 0);
}

// I6: the work is done; storing that is worth another try.
#[tokio::test(start_paused = true)]
async fn an_outcome_is_offered_again_while_storage_is_away() {
    let world = a_world();
    let _worker = world.start_worker();
    let job = world.jobs.add(Chore::Takes { seconds: 2 });
    tokio::time::sleep(Duration::from_secs(1)).await;
    world.jobs.go_away();
    tokio::time::sleep(Duration::from_secs(4)).await;
    world.jobs.come_back();
    let (outcome, _) = world.jobs.first_outcome_of(job).await;
    assert_eq!(outcome, JobOutcome::Succeeded);
    assert_eq!(world.journal.starts_of(job), 1);
}

// I2: kill -9 after the claim.
#[tokio::test(start_paused = true)]
async fn a_crashed_workers_job_is_done_by_another_once_its_lease_is_over() {
    let world = a_world();
    let job = world.jobs.add(Chore::Takes { seconds: 3 });
    let doomed = world.start_worker();
    tokio::time::sleep(Duration::from_secs(1)).await;
    doomed.crash();
    let crashed = world.now();
    let _heir = world.start_worker();
    let (outcome, at) = world.jobs.first_outcome_of(job).await;
    assert_eq!(outcome, JobOutcome::Succeeded);
    assert!(at.since(crashed) < LEASE + LEEWAY + Duration::from_secs(5));
    assert_eq!(world.jobs.attempts_of(job), 2);
}

// I16: it is extended every ten seconds, and what is left of it then counts too.
#[tokio::test(start_paused = true)]
async fn a_worker_whose_clock_is_ahead_takes_nothing_that_is_held() {
    let world = a_world();
    let _worker = world.start_worker();
    let job = world.jobs.add(Chore::Takes { seconds: 200 });
    tokio::time::sleep(Duration::from_secs(6)).await;
    let _ahead = world.start_worker_ahead(LEASE * 2 / 3 + LEEWAY);
    let (outcome, _) = world.jobs.first_outcome_of(job).await;
    assert_eq!(outcome, JobOutcome::Succeeded);
    assert_eq!(world.journal.starts_of(job), 1);
}
