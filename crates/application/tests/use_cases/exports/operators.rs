//! Exports whose jobs operators change (I4).

use domain::export::ExportState;
use domain::job::{JobId, JobOutcome};
use domain::request_origin::RequestOrigin;
use domain::user::UserId;
use portico_application::job_handlers;
use portico_application::operations::{ChangeJobCommand, UseCases};

use super::somebody::{kim_who_asked, read, request, the_job};
use crate::world::{World, a_world, every_fault_leaves_nothing};

fn desk(world: &World) -> UseCases {
    UseCases::new(&world.ports, &job_handlers(&world.ports))
}

fn by_hand(id: JobId) -> ChangeJobCommand {
    ChangeJobCommand {
        id,
        actor: None,
        origin: RequestOrigin::default(),
    }
}

async fn cancel(world: &World, id: JobId) {
    let cancelled = desk(world).cancel_job.execute(by_hand(id)).await;
    cancelled.expect("a cancellation");
}

async fn retry(world: &World, id: JobId) {
    let retried = desk(world).retry_job.execute(by_hand(id)).await;
    retried.expect("a retry");
}

/// The job that waits, put back where it was.
async fn the_waiting_job(world: &World) -> JobId {
    let job = the_job(world).await;
    let source = &world.ports.storage.job_source;
    let now = job.created_at;
    let released = source.settle(job.id, job.lease, &JobOutcome::Released, now);
    assert_eq!(released.await, Ok(true));
    job.id
}

async fn state_of(world: &World, user: UserId) -> ExportState {
    read(world, user).await.expect("an export").export.state
}

#[tokio::test]
async fn one_whose_job_was_called_off_has_failed_at_once() {
    let world = a_world().await;
    let (kim, first) = kim_who_asked(&world).await;
    cancel(&world, the_waiting_job(&world).await).await;
    assert_eq!(state_of(&world, kim.id).await, ExportState::Failed);
    let second = request(&world, kim.id).await.expect("an export");
    assert_ne!(second.id, first.id);
}

#[tokio::test]
async fn one_whose_job_is_tried_again_waits_and_is_made() {
    let world = a_world().await;
    let (kim, first) = kim_who_asked(&world).await;
    let job = the_waiting_job(&world).await;
    cancel(&world, job).await;
    retry(&world, job).await;
    assert_eq!(state_of(&world, kim.id).await, ExportState::Queued);
    assert_eq!(request(&world, kim.id).await, Ok(first));
    world.deliver().await;
    assert_eq!(state_of(&world, kim.id).await, ExportState::Ready);
}

#[tokio::test]
async fn a_job_that_is_tried_again_leaves_a_newer_export_alone() {
    let world = a_world().await;
    let (kim, _) = kim_who_asked(&world).await;
    let job = the_waiting_job(&world).await;
    cancel(&world, job).await;
    let newer = request(&world, kim.id).await.expect("an export");
    world.deliver().await;
    retry(&world, job).await;
    world.deliver().await;
    let found = read(&world, kim.id).await.expect("an export").export;
    assert_eq!((found.id, found.state), (newer.id, ExportState::Ready));
}

// The handler can make nothing of the export, and never will.
#[tokio::test]
async fn a_row_that_cannot_be_read_keeps_no_operator_from_the_job() {
    let world = a_world().await;
    kim_who_asked(&world).await;
    let job = the_waiting_job(&world).await;
    let strange = "UPDATE exports SET state = 'strange'";
    world.tables.execute(strange).await;
    cancel(&world, job).await;
    assert_eq!(world.tables.last_audit().await, "job.cancelled success");
    retry(&world, job).await;
    assert_eq!(world.tables.last_audit().await, "job.retried success");
}

// I3: the job and the export are one thing.
#[tokio::test]
async fn a_fault_leaves_both_as_they_were() {
    let world = a_world().await;
    kim_who_asked(&world).await;
    let job = the_waiting_job(&world).await;
    let cancel_job = desk(&world).cancel_job;
    let cancelled = async || cancel_job.execute(by_hand(job)).await;
    let calls = every_fault_leaves_nothing(&world, cancelled).await;
    assert!(calls >= 9, "{calls}");
}
