//! How a claimed job is tried (I4).

use domain::job::{ClaimedJob, JobKind, JobOutcome};
use portico_application::jobs::{JobHandlers, JobRunner};

use crate::world::{World, a_world};

async fn a_claimed_job(world: &World) -> ClaimedJob {
    world.initiate("kim@example.com").await;
    world.claim().await.pop().expect("a job")
}

// I4: another version of the server may know it.
#[tokio::test]
async fn a_kind_without_a_handler_waits() {
    let world = a_world().await;
    let job = a_claimed_job(&world).await;
    let ignorant = JobRunner::new(&world.ports, JobHandlers::default());
    let outcome = ignorant.attempt(&job).await;
    let JobOutcome::Retry { error, .. } = outcome else {
        panic!("not kept: {outcome:?}");
    };
    assert_eq!(error, "no handler for jobs of kind registration_mail");
}

// H3: a payload is sealed for one kind of job, so it cannot be moved to another.
#[tokio::test]
async fn a_payload_under_another_kind_is_not_opened() {
    let world = a_world().await;
    let moved = ClaimedJob {
        kind: JobKind::new("welcome_mail"),
        ..a_claimed_job(&world).await
    };
    let outcome = world.runner.attempt(&moved).await;
    assert_ne!(outcome, JobOutcome::Succeeded);
    assert_eq!(world.post.tried(), []);
}

// I4: a worker that dies of a job each time does not try it for ever.
#[tokio::test]
async fn a_job_beyond_its_last_attempt_is_not_run() {
    let world = a_world().await;
    let job = a_claimed_job(&world).await;
    let worn = ClaimedJob {
        attempts: job.max_attempts + 1,
        ..job
    };
    let outcome = world.runner.attempt(&worn).await;
    assert!(matches!(outcome, JobOutcome::Dead { .. }), "{outcome:?}");
    assert_eq!(world.post.tried(), []);
}

// I4
#[tokio::test]
async fn an_aborted_try_is_a_transient_failure() {
    let world = a_world().await;
    let job = a_claimed_job(&world).await;
    let outcome = world.runner.after_abort(&job, "the handler panicked");
    let JobOutcome::Retry { error, .. } = outcome else {
        panic!("not kept: {outcome:?}");
    };
    assert_eq!(error, "the handler panicked");
}
