//! The contract of [`JobQueries`](domain::ports::JobQueries) and [`JobDesk`](domain::ports::JobDesk).

mod desk;
mod lists;
mod purge;
mod reads;

pub use desk::{
    a_cancelled_job_is_never_claimed, a_locked_job_gives_its_payload, a_locked_job_is_not_claimed,
    a_retried_job_is_claimed_again, an_outcome_is_stored_with_its_unit,
};
pub use lists::{
    job_filters_narrow_together, jobs_are_counted_by_kind_and_state, jobs_are_listed_newest_first,
};
pub use purge::{
    dead_jobs_are_purged_apart, only_finished_jobs_are_purged,
    payloads_that_are_too_late_are_erased,
};
pub use reads::{a_job_is_seen_as_it_is, every_failed_try_is_kept};

use std::time::Duration;

use domain::job::{ClaimedJob, JobId, JobOutcome, JobRecord, NewJob};
use domain::timestamp::Timestamp;

use crate::fixtures::A_MOMENT;
use crate::storage::{Storage, commit};

/// So many seconds after the jobs of the fixtures are due.
fn second(seconds: u64) -> Timestamp {
    A_MOMENT.plus(Duration::from_secs(seconds))
}

async fn find(storage: &Storage, id: JobId) -> JobRecord {
    let found = storage.jobs.find(id).await;
    let found = found.expect("jobs could not be read");
    found.expect("a job is gone")
}

/// Adds a job and claims it; it must be the only one that is due.
async fn claimed(storage: &Storage, job: &NewJob) -> ClaimedJob {
    storage.add_job(job).await;
    claim_one(storage, job.run_at).await
}

async fn claim_one(storage: &Storage, now: Timestamp) -> ClaimedJob {
    let mut claimed = storage.claim_at(now).await;
    assert_eq!(claimed.len(), 1, "{claimed:?}");
    claimed.remove(0)
}

/// Stores an outcome; tells whether the job was still held.
async fn settle(storage: &Storage, job: &ClaimedJob, outcome: JobOutcome, now: Timestamp) -> bool {
    let source = &storage.job_source;
    let settled = source.settle(job.id, job.lease, &outcome, now).await;
    settled.expect("an outcome could not be stored")
}

fn dead(error: &str) -> JobOutcome {
    let error = error.to_owned();
    JobOutcome::Dead { error }
}

/// Changes a job as an operator would.
async fn change(storage: &Storage, id: JobId, change: impl FnOnce(&JobRecord) -> JobRecord) {
    let mut unit = storage.begin().await;
    let locked = unit.job_desk().lock(id).await;
    let locked = locked.expect("a job could not be locked");
    let changed = change(&locked.expect("a job is gone"));
    assert_eq!(unit.job_desk().save(&changed).await, Ok(()));
    commit(unit).await;
    assert_eq!(find(storage, id).await, changed);
}

/// Runs the contract of `JobQueries` and `JobDesk` on a [`Storage`](crate::storage::Storage).
#[macro_export]
macro_rules! job_overview_contract {
    ($storage:expr) => {
        $crate::__async_cases!(
            job_overview,
            $storage,
            a_job_is_seen_as_it_is,
            every_failed_try_is_kept,
            jobs_are_listed_newest_first,
            job_filters_narrow_together,
            jobs_are_counted_by_kind_and_state,
            a_locked_job_is_not_claimed,
            a_locked_job_gives_its_payload,
            a_retried_job_is_claimed_again,
            a_cancelled_job_is_never_claimed,
            an_outcome_is_stored_with_its_unit,
            only_finished_jobs_are_purged,
            dead_jobs_are_purged_apart,
            payloads_that_are_too_late_are_erased,
        );
    };
}
