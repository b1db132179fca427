//! How the worker stops (I13).

use std::time::Duration;

use domain::job::JobOutcome;

use super::world::{Chore, a_world};

const GRACE: Duration = Duration::from_secs(20);

// I13
#[tokio::test(start_paused = true)]
async fn an_idle_worker_stops_at_once() {
    let world = a_world();
    let worker = world.start_idle_worker().await;
    let told = world.now();
    worker.stop().await;
    assert!(world.now().since(told) < Duration::from_millis(5));
}

// I13
#[tokio::test(start_paused = true)]
async fn a_running_job_may_end() {
    let world = a_world();
    let worker = world.start_worker();
    let job = world.jobs.add(Chore::Takes { seconds: 10 });
    tokio::time::sleep(Duration::from_secs(6)).await;
    assert!(world.jobs.is_held(job));
    worker.stop().await;
    assert_eq!(world.jobs.outcomes_of(job), [JobOutcome::Succeeded]);
}

// I13: released at once, not by the end of the lease; and it does not count as a try.
#[tokio::test(start_paused = true)]
async fn a_job_that_does_not_end_is_released_after_the_grace_time() {
    let world = a_world();
    let worker = world.start_worker();
    let job = world.jobs.add(Chore::Hangs);
    tokio::time::sleep(Duration::from_secs(6)).await;
    let told = world.now();
    worker.stop().await;
    assert_eq!(world.now().since(told), GRACE);
    assert_eq!(world.jobs.outcomes_of(job), [JobOutcome::Released]);
    assert_eq!(world.jobs.attempts_of(job), 0);
    assert_eq!(world.journal.running(), 0);
}

// I13
#[tokio::test(start_paused = true)]
async fn a_released_job_is_done_by_another_worker_at_once() {
    let world = a_world();
    let worker = world.start_worker();
    let job = world.jobs.add(Chore::Takes { seconds: 60 });
    tokio::time::sleep(Duration::from_secs(6)).await;
    worker.stop().await;
    let released = world.now();
    let _heir = world.start_worker();
    let (outcome, at) = world.jobs.outcome_number(2, job).await;
    assert_eq!(outcome, JobOutcome::Succeeded);
    assert!(at.since(released) < Duration::from_secs(61));
}

// I13
#[tokio::test(start_paused = true)]
async fn a_worker_that_was_told_to_stop_claims_no_more() {
    let world = a_world().with(|settings| settings.concurrency = 1);
    let worker = world.start_worker();
    let running = world.jobs.add(Chore::Takes { seconds: 10 });
    tokio::time::sleep(Duration::from_secs(6)).await;
    let waiting = world.jobs.add(Chore::IsQuick);
    let stopping = worker.ask_to_stop();
    world.signal.notify().await.expect("the signal is up");
    stopping.await.expect("the worker ends well");
    assert_eq!(world.jobs.outcomes_of(running), [JobOutcome::Succeeded]);
    assert_eq!(world.journal.starts_of(waiting), 0);
}
