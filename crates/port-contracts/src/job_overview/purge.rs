//! The case of removing what is done.

use domain::job::{JobId, JobOutcome, NewJob};
use domain::timestamp::Timestamp;

use super::{change, claim_one, claimed, dead, second, settle};
use crate::fixtures::a_job;
use crate::storage::{Storage, commit};

/// I21: what succeeded and what was called off, at its moment and not before, as many as were asked for; with the
/// failed tries. What an operator should see stays, and so does what is still to be done.
pub async fn only_finished_jobs_are_purged(storage: &Storage) {
    let [early, failed, given_up, running] = [(); 4].map(|()| a_job().build());
    let [late, cancelled, queued] = [(); 3].map(|()| a_job().due_at(second(50)).build());
    finish(storage, &early, JobOutcome::Succeeded, second(1)).await;
    succeed_at_last(storage, &failed).await;
    finish(storage, &given_up, dead("hopeless"), second(1)).await;
    finish(storage, &late, JobOutcome::Succeeded, second(60)).await;
    claimed(storage, &running).await;
    for job in [&cancelled, &queued] {
        storage.add_job(job).await;
    }
    change(storage, cancelled.id, |it| {
        it.cancelled(second(2)).expect("a queued job")
    })
    .await;

    assert_eq!(purge(storage, second(0), 10).await, 0);
    assert_eq!(purge(storage, second(2), 2).await, 2);
    assert_eq!(purge(storage, second(2), 10).await, 1);
    assert_eq!(purge(storage, second(2), 10).await, 0);
    for gone in [early.id, failed.id, cancelled.id] {
        assert!(!is_there(storage, gone).await);
        assert_eq!(storage.jobs.failed_attempts(gone).await, Ok(vec![]));
    }
    for kept in [given_up.id, late.id, running.id, queued.id] {
        assert!(is_there(storage, kept).await);
    }
}

async fn finish(storage: &Storage, job: &NewJob, outcome: JobOutcome, now: Timestamp) {
    let held = claimed(storage, job).await;
    assert!(settle(storage, &held, outcome, now).await);
}

async fn succeed_at_last(storage: &Storage, job: &NewJob) {
    let retry = JobOutcome::Retry {
        run_at: second(1),
        error: "not now".to_owned(),
    };
    finish(storage, job, retry, second(1)).await;
    let held = claim_one(storage, second(1)).await;
    assert!(settle(storage, &held, JobOutcome::Succeeded, second(2)).await);
}

async fn is_there(storage: &Storage, id: JobId) -> bool {
    let found = storage.jobs.find(id).await;
    found.expect("jobs could not be read").is_some()
}

async fn purge(storage: &Storage, before: Timestamp, limit: u32) -> u64 {
    let mut unit = storage.begin().await;
    let purged = unit.job_desk().purge_finished(before, limit).await;
    commit(unit).await;
    purged.expect("jobs could not be purged")
}
