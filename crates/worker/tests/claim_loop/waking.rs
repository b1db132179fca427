//! When the worker looks for jobs.

use std::sync::Arc;
use std::time::Duration;

use domain::job::JobOutcome;

use super::world::{Chore, CutSignal, DeafSignal, LateSignal, a_world};

const POLL_INTERVAL: Duration = Duration::from_secs(5);

// I2: a mail leaves at once, not with the next poll.
#[tokio::test(start_paused = true)]
async fn a_signal_wakes_an_idle_worker_within_milliseconds() {
    let world = a_world();
    let _worker = world.start_idle_worker().await;
    let enqueued = world.now();
    let job = world.jobs.add(Chore::IsQuick);
    world.signal.notify().await.expect("the signal is up");
    let (outcome, at) = world.jobs.first_outcome_of(job).await;
    assert_eq!(outcome, JobOutcome::Succeeded);
    assert!(at.since(enqueued) < Duration::from_millis(5), "{at:?}");
}

// I2
#[tokio::test(start_paused = true)]
async fn a_lost_signal_costs_no_more_than_the_polling_interval() {
    let world = a_world();
    let _worker = world.start_idle_worker().await;
    let enqueued = world.now();
    let job = world.jobs.add(Chore::IsQuick);
    let (_, at) = world.jobs.first_outcome_of(job).await;
    assert!(at.since(enqueued) <= POLL_INTERVAL);
}

// I5: the signal is an accelerator and nothing more.
#[tokio::test(start_paused = true)]
async fn jobs_are_found_by_polling_while_the_signal_is_down() {
    let world = a_world().with_signal(Arc::new(DeafSignal));
    let _worker = world.start_idle_worker().await;
    for _ in 0..3 {
        let enqueued = world.now();
        let job = world.jobs.add(Chore::IsQuick);
        let (outcome, at) = world.jobs.first_outcome_of(job).await;
        assert_eq!(outcome, JobOutcome::Succeeded);
        assert!(at.since(enqueued) <= POLL_INTERVAL);
    }
}

// I5
#[tokio::test(start_paused = true)]
async fn a_worker_listens_again_once_a_lost_channel_is_back() {
    let signal = Arc::new(CutSignal::default());
    let world = a_world().with_signal(signal.clone());
    let _worker = world.start_idle_worker().await;
    signal.cut();
    tokio::time::sleep(Duration::from_secs(30)).await;
    signal.mend();
    tokio::time::sleep(Duration::from_millis(2_345)).await;
    let enqueued = world.now();
    let job = world.jobs.add(Chore::IsQuick);
    world.signal.notify().await.expect("the channel is back");
    let (_, at) = world.jobs.first_outcome_of(job).await;
    assert!(at.since(enqueued) < Duration::from_millis(5), "{at:?}");
}

// I2: the look before the ear is open would miss it, so there is one after.
#[tokio::test(start_paused = true)]
async fn a_job_that_was_announced_before_the_ear_was_open_is_found_at_once() {
    let world = a_world();
    let signal = LateSignal::of(&world.jobs);
    let world = world.with_signal(Arc::new(signal));
    let _worker = world.start_worker();
    tokio::time::sleep(Duration::from_millis(100)).await;
    assert_eq!(world.journal.most_at_once(), 1);
}

#[tokio::test(start_paused = true)]
async fn a_job_runs_when_it_is_due_and_not_before() {
    let world = a_world();
    let _worker = world.start_idle_worker().await;
    let wait = Duration::from_millis(61_250);
    let due = world.now().plus(wait);
    let job = world.jobs.add_due_in(wait, Chore::IsQuick);
    let (_, at) = world.jobs.first_outcome_of(job).await;
    assert!(at >= due, "{at:?} is before {due:?}");
    assert!(at.since(due) < Duration::from_millis(100));
}

// I14
#[tokio::test(start_paused = true)]
async fn the_worker_outlives_an_outage_of_storage() {
    let world = a_world();
    world.jobs.go_away();
    let _worker = world.start_worker();
    tokio::time::sleep(Duration::from_hours(1)).await;
    let job = world.jobs.add(Chore::IsQuick);
    world.jobs.come_back();
    let back = world.now();
    let (outcome, at) = world.jobs.first_outcome_of(job).await;
    assert_eq!(outcome, JobOutcome::Succeeded);
    assert!(at.since(back) <= POLL_INTERVAL);
}

// I21
#[tokio::test(start_paused = true)]
async fn no_more_jobs_run_at_once_than_were_allowed() {
    let world = a_world().with(|settings| settings.concurrency = 3);
    let jobs: Vec<_> = (0..20)
        .map(|_| world.jobs.add(Chore::Takes { seconds: 2 }))
        .collect();
    let _worker = world.start_worker();
    for job in jobs {
        let (outcome, _) = world.jobs.first_outcome_of(job).await;
        assert_eq!(outcome, JobOutcome::Succeeded);
        assert_eq!(world.journal.starts_of(job), 1);
    }
    assert_eq!(world.journal.most_at_once(), 3);
    // Seven rounds of two seconds: a place that is free is filled at once.
    assert!(world.age() < Duration::from_secs(15), "{:?}", world.age());
}

// I21
#[tokio::test(start_paused = true)]
async fn several_workers_do_each_job_once() {
    let world = a_world().with(|settings| settings.concurrency = 2);
    let jobs: Vec<_> = (0..30)
        .map(|_| world.jobs.add(Chore::Takes { seconds: 1 }))
        .collect();
    let _workers = [
        world.start_worker(),
        world.start_worker(),
        world.start_worker(),
    ];
    for job in jobs {
        world.jobs.first_outcome_of(job).await;
        assert_eq!(world.journal.starts_of(job), 1);
    }
    assert_eq!(world.journal.most_at_once(), 6);
}
