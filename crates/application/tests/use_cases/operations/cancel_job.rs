//! A job is called off.

use domain::job::{JobActionRefusal, JobState};
use domain::ports::Clock;
use portico_application::UseCaseError;
use portico_application::operations::{ChangeJobRefusal, NoSuchJob};

use super::{a_desk, a_missing_job};
use crate::world::every_fault_leaves_nothing;

#[tokio::test]
async fn a_mail_that_was_called_off_never_leaves() {
    let desk = a_desk().await;
    let id = desk.a_waiting_job().await;

    let job = desk.cancel(id).await.expect("a cancellation");

    assert_eq!(job.state, JobState::Cancelled);
    assert_eq!(job.finished_at, Some(desk.clock.now()));
    assert_eq!(desk.tables.last_audit().await, "job.cancelled success");
    desk.deliver().await;
    assert_eq!(desk.post.tried(), []);
}

#[tokio::test]
async fn whoever_calls_it_off_can_have_it_back() {
    let desk = a_desk().await;
    let id = desk.a_waiting_job().await;
    desk.cancel(id).await.expect("a cancellation");
    desk.retry(id).await.expect("a retry");
    desk.deliver().await;
    assert_eq!(desk.post.delivered().len(), 1);
}

// A worker has begun with it, and the mail may have left.
#[tokio::test]
async fn a_job_that_runs_or_has_ended_cannot_be_called_off() {
    let desk = a_desk().await;
    let running = desk.a_waiting_job().await;
    let claimed = desk.claim().await;
    assert_eq!(claimed[0].id, running);
    let before = desk.tables.dump().await;

    let state = ChangeJobRefusal::State(JobActionRefusal::NotCancellable);
    let missing = ChangeJobRefusal::NotFound(NoSuchJob);
    for (id, refusal) in [(running, state), (a_missing_job(), missing)] {
        let refused = UseCaseError::Refused(refusal);
        assert_eq!(desk.cancel(id).await, Err(refused));
    }

    assert_eq!(desk.tables.dump().await, before);
    let ended = a_desk().await;
    let dead = ended.a_dead_job().await;
    let refused = ended.cancel(dead).await;
    assert_eq!(refused, Err(UseCaseError::Refused(state)));
}

// I3, I6
#[tokio::test]
async fn a_fault_leaves_the_job_as_it_was() {
    let desk = a_desk().await;
    let id = desk.a_waiting_job().await;
    let calls = every_fault_leaves_nothing(&desk.world, async || desk.cancel(id).await).await;
    assert!(calls >= 5, "{calls}");
}
