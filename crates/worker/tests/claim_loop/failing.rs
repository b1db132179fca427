//! What becomes of jobs that fail (I4).

use std::time::Duration;

use domain::job::JobOutcome;

use super::world::{Chore, a_world};

const TIME_LIMIT: Duration = Duration::from_mins(5);

fn error_of(outcome: &JobOutcome) -> Option<&str> {
    match outcome {
        JobOutcome::Retry { error, .. } | JobOutcome::Dead { error } => Some(error),
        JobOutcome::Succeeded | JobOutcome::Released => None,
    }
}

// I4: a poison job does not stop others.
#[tokio::test(start_paused = true)]
async fn a_panicking_handler_harms_only_its_own_job() {
    let world = a_world();
    let before = world.jobs.add(Chore::Takes { seconds: 3 });
    let poison = world.jobs.add(Chore::Panics);
    let beside = world.jobs.add(Chore::Takes { seconds: 3 });
    let _worker = world.start_worker();
    let (outcome, _) = world.jobs.first_outcome_of(poison).await;
    assert_eq!(error_of(&outcome), Some("the handler panicked"));
    let after = world.jobs.add(Chore::IsQuick);
    for job in [before, beside, after] {
        let (outcome, _) = world.jobs.first_outcome_of(job).await;
        assert_eq!(outcome, JobOutcome::Succeeded);
    }
}

// I4
#[tokio::test(start_paused = true)]
async fn a_job_that_always_panics_is_dead_after_its_last_attempt() {
    let world = a_world();
    let poison = world.jobs.add(Chore::Panics);
    let _worker = world.start_worker();
    let (outcome, _) = world.jobs.outcome_number(3, poison).await;
    assert!(matches!(outcome, JobOutcome::Dead { .. }), "{outcome:?}");
    tokio::time::sleep(Duration::from_hours(2)).await;
    assert_eq!(world.journal.starts_of(poison), 3);
}

// I4
#[tokio::test(start_paused = true)]
async fn a_failed_job_comes_back_after_its_back_off() {
    let world = a_world();
    let job = world.jobs.add(Chore::Fails);
    let _worker = world.start_worker();
    let (outcome, failed_at) = world.jobs.first_outcome_of(job).await;
    let JobOutcome::Retry { run_at, error } = outcome else {
        panic!("not tried again: {outcome:?}");
    };
    assert_eq!(error, "not now");
    let wait = run_at.since(failed_at);
    assert!(
        wait >= Duration::from_secs(5) && wait <= Duration::from_secs(10),
        "{wait:?}"
    );
    let (_, again_at) = world.jobs.outcome_number(2, job).await;
    assert!(again_at >= run_at);
    assert!(again_at.since(run_at) < Duration::from_millis(100));
}

// I4
#[tokio::test(start_paused = true)]
async fn a_hopeless_job_is_tried_once() {
    let world = a_world();
    let job = world.jobs.add(Chore::FailsForGood);
    let _worker = world.start_worker();
    let (outcome, _) = world.jobs.first_outcome_of(job).await;
    assert!(matches!(outcome, JobOutcome::Dead { .. }), "{outcome:?}");
    assert_eq!(error_of(&outcome), Some("not ever"));
}

// I4: a server that never answers.
#[tokio::test(start_paused = true)]
async fn a_try_that_takes_too_long_is_ended() {
    let world = a_world();
    let job = world.jobs.add(Chore::Hangs);
    let started = world.now();
    let _worker = world.start_worker();
    let (outcome, at) = world.jobs.first_outcome_of(job).await;
    assert_eq!(error_of(&outcome), Some("the handler took too long"));
    assert_eq!(at.since(started), TIME_LIMIT);
    assert_eq!(world.journal.running(), 0);
}

// I4: an expired code is not mailed late.
#[tokio::test(start_paused = true)]
async fn a_job_past_its_deadline_is_dead_and_never_started() {
    let world = a_world();
    let job = world.jobs.add_until(world.now(), Chore::IsQuick);
    let _worker = world.start_worker();
    let (outcome, _) = world.jobs.first_outcome_of(job).await;
    assert!(matches!(outcome, JobOutcome::Dead { .. }), "{outcome:?}");
    assert_eq!(world.journal.starts_of(job), 0);
}

/// A newer version of the server may know the kind: the job waits for it.
#[tokio::test(start_paused = true)]
async fn a_job_of_an_unknown_kind_is_not_given_up_at_once() {
    let world = a_world();
    let job = world.jobs.add_of_unknown_kind();
    let _worker = world.start_worker();
    let (outcome, _) = world.jobs.first_outcome_of(job).await;
    assert!(matches!(outcome, JobOutcome::Retry { .. }), "{outcome:?}");
}

// I4: whoever looks at the work learns that it failed, however the last try ended.
#[tokio::test(start_paused = true)]
async fn a_handler_knows_that_its_job_is_given_up() {
    let world = a_world();
    let fleeting = world.jobs.add(Chore::IsQuick);
    let hopeless = world.jobs.add(Chore::FailsForGood);
    let late = world.jobs.add_until(world.now(), Chore::IsQuick);
    let _worker = world.start_worker();
    for job in [fleeting, hopeless, late] {
        world.jobs.first_outcome_of(job).await;
    }
    let poison = world.jobs.add(Chore::Panics);
    world.jobs.outcome_number(2, poison).await;
    let mut given_up = world.journal.given_up();
    given_up.sort_unstable();
    let mut expected = [hopeless, late];
    expected.sort_unstable();
    assert_eq!(given_up, expected);
    world.jobs.outcome_number(3, poison).await;
    assert!(world.journal.given_up().contains(&poison));
}

// I4
#[tokio::test(start_paused = true)]
async fn a_handler_that_panics_at_that_too_does_not_keep_its_job_alive() {
    let world = a_world();
    let poison = world.jobs.add(Chore::PanicsToTheEnd);
    let _worker = world.start_worker();
    let (outcome, _) = world.jobs.outcome_number(3, poison).await;
    assert!(matches!(outcome, JobOutcome::Dead { .. }), "{outcome:?}");
    assert_eq!(world.journal.given_up(), [poison]);
}
