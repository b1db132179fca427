//! Exports whose jobs come to no good end (I4).

use std::convert::Infallible;

use domain::export::ExportState;
use domain::job::{JobOutcome, JobState, SealedPayload};
use portico_application::UseCaseError;

use super::somebody::{give_up, kim_who_asked, read, request, the_job};
use crate::world::{World, a_world, every_fault_leaves_nothing};

async fn state_of(world: &World, user: domain::user::UserId) -> ExportState {
    read(world, user).await.expect("an export").export.state
}

// I3: that the job is dead and that the export has failed are one thing.
#[tokio::test]
async fn whatever_fails_leaves_the_job_as_alive_as_its_export() {
    let world = a_world().await;
    let (kim, _) = kim_who_asked(&world).await;
    let job = the_job(&world).await;
    let error = "refused".to_owned();
    let dead = JobOutcome::Dead { error };
    let given_up = async || {
        let given_up = world.runner.give_up(&job, &dead).await;
        given_up.map_err(UseCaseError::<Infallible>::from)
    };
    let calls = every_fault_leaves_nothing(&world, given_up).await;
    assert!(calls >= 6, "{calls}");
    assert_eq!(state_of(&world, kim.id).await, ExportState::Failed);
    let record = world.ports.storage.jobs.find(job.id).await;
    let record = record.expect("jobs").expect("the job");
    assert_eq!(
        (record.state, record.last_error),
        (JobState::Dead, Some("refused".to_owned()))
    );
}

// I2: whoever has the job by now says what becomes of it.
#[tokio::test]
async fn a_lost_lease_gives_nothing_up() {
    let world = a_world().await;
    let (kim, _) = kim_who_asked(&world).await;
    let job = the_job(&world).await;
    assert!(give_up(&world, &job).await);
    let newer = request(&world, kim.id).await.expect("an export");
    assert!(!give_up(&world, &job).await);
    assert_eq!(read(&world, kim.id).await.expect("an export").export, newer);
}

// A key was retired too early, and the handler could not be told.
#[tokio::test]
async fn one_whose_job_cannot_be_read_has_failed_and_another_can_be_asked_for() {
    let world = a_world().await;
    let (kim, first) = kim_who_asked(&world).await;
    let mut job = the_job(&world).await;
    assert_eq!(request(&world, kim.id).await, Ok(first.clone()));
    job.payload = SealedPayload::from_sealed("of another key".to_owned());
    assert!(give_up(&world, &job).await);
    assert_eq!(state_of(&world, kim.id).await, ExportState::Failed);
    let second = request(&world, kim.id).await.expect("an export");
    assert_ne!(second.id, first.id);
    world.deliver().await;
    assert_eq!(state_of(&world, kim.id).await, ExportState::Ready);
}
