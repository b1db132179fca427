//! The operator's view, over the whole stack and a database.

mod audit;
mod jobs;
mod lists;
mod single_job;

use domain::job::{JobId, JobOutcome};
use port_contracts::fixtures::{JobBuilder, a_claim, a_job};

use super::stack::Reply;
use super::world::World;

/// A kind that a handler knows.
const A_KIND: &str = "test_mail";

/// A job of [`A_KIND`] that is due.
fn a_mail(world: &World) -> JobBuilder {
    a_job().of_kind(A_KIND).due_at(world.now())
}

/// Keeps a job that no request made.
async fn keep(world: &World, job: JobBuilder) -> JobId {
    let job = job.build();
    let mut unit = world.ports.storage.units.begin().await.unwrap();
    assert!(unit.jobs().enqueue(&job).await.unwrap());
    unit.commit().await.unwrap();
    job.id
}

/// Claims every job that is due, and ends the try of each like this.
async fn end_tries(world: &World, outcome: &JobOutcome) {
    let (source, now) = (&world.ports.storage.job_source, world.now());
    let claim = a_claim(now);
    for job in source.claim(&claim).await.unwrap() {
        let is_settled = source.settle(job.id, claim.lease, outcome, now).await;
        assert_eq!(is_settled, Ok(true));
    }
}

/// A job whose only try was its last.
async fn a_dead_job(world: &World) -> JobId {
    let job = keep(world, a_mail(world)).await;
    let error = "the relay said 550".to_owned();
    end_tries(world, &JobOutcome::Dead { error }).await;
    job
}

/// One member of every row of a page.
fn column(page: &Reply, member: &str) -> Vec<String> {
    let page = page.json();
    let rows = page["data"].as_array().unwrap().iter();
    let text = |row: &serde_json::Value| row[member].as_str().unwrap().to_owned();
    rows.map(text).collect()
}
