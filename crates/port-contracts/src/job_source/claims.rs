//! Cases of claiming.

use std::collections::HashSet;
use std::sync::Arc;

use domain::job::{ClaimedJob, JobId};
use domain::ports::{ClaimRequest, JobSource};

use super::{LEASE, claim_one, ids, second};
use crate::fixtures::{A_MOMENT, a_claim, a_job};
use crate::race::race;
use crate::storage::{Storage, commit};

const WORKERS: usize = 8;
const JOBS: usize = 60;

/// I2: every job has one holder at a time, and none is forgotten.
pub async fn racing_workers_never_share_a_job(storage: &Storage) {
    let mut unit = storage.begin().await;
    for _ in 0..JOBS {
        assert_eq!(unit.jobs().enqueue(&a_job().build()).await, Ok(true));
    }
    commit(unit).await;
    let by_worker = race(WORKERS, |_| {
        claim_until_none_is_left(Arc::clone(&storage.jobs))
    })
    .await;
    let mut claimed = by_worker.concat();
    // A worker may see nothing while another holds the rows for a moment.
    claimed.extend(claim_until_none_is_left(Arc::clone(&storage.jobs)).await);
    assert_eq!(claimed.len(), JOBS);
    assert_eq!(claimed.into_iter().collect::<HashSet<_>>().len(), JOBS);
}

/// I2: a worker died with it; another one takes over, and not before.
pub async fn an_expired_lease_is_claimed_again(storage: &Storage) {
    storage.add_job(&a_job().build()).await;
    let first = claim_one(storage, A_MOMENT).await;
    let just_before = A_MOMENT
        .plus(LEASE)
        .minus(std::time::Duration::from_micros(1));
    assert_eq!(storage.claim_at(just_before).await, []);
    let second = claim_one(storage, second(61)).await;
    assert_eq!(second.id, first.id);
    assert_ne!(second.lease, first.lease);
}

/// I4: a job that kills its workers ends.
pub async fn every_claim_counts(storage: &Storage) {
    storage.add_job(&a_job().build()).await;
    for attempt in 1..=3_u32 {
        let now = second(100 * u64::from(attempt));
        assert_eq!(claim_one(storage, now).await.attempts, attempt);
    }
}

/// The worker gets what the use case gave.
pub async fn a_claimed_job_is_whole(storage: &Storage) {
    let job = a_job()
        .of_kind("another_kind")
        .with_deadline(second(600))
        .with_max_attempts(7)
        .build();
    storage.add_job(&job).await;
    let request = a_claim(A_MOMENT);
    let claimed = storage.jobs.claim(&request).await;
    let expected = ClaimedJob {
        id: job.id,
        kind: job.kind,
        payload: job.payload,
        attempts: 1,
        max_attempts: 7,
        deadline: Some(second(600)),
        created_at: job.created_at,
        lease: request.lease,
    };
    assert_eq!(claimed, Ok(vec![expected]));
}

/// A backlog is worked off in the order in which it was due.
pub async fn the_oldest_due_job_comes_first(storage: &Storage) {
    let due = |seconds| a_job().due_at(second(seconds)).build();
    let (late, early, middle) = (due(3), due(1), due(2));
    for job in [&late, &early, &middle] {
        storage.add_job(job).await;
    }
    for expected in [early.id, middle.id, late.id] {
        assert_eq!(ids(&claim_at_most(storage, 1).await), [expected]);
    }
}

/// I4: the back-off is durable.
pub async fn a_job_is_not_claimed_before_its_time(storage: &Storage) {
    let run_at = second(5);
    storage.add_job(&a_job().due_at(run_at).build()).await;
    let just_before = run_at.minus(std::time::Duration::from_micros(1));
    assert_eq!(storage.claim_at(just_before).await, []);
    assert_eq!(storage.claim_at(run_at).await.len(), 1);
}

/// A worker holds no more than it can work on.
pub async fn no_more_than_the_limit_is_claimed(storage: &Storage) {
    for _ in 0..3 {
        storage.add_job(&a_job().build()).await;
    }
    assert_eq!(claim_at_most(storage, 2).await.len(), 2);
    assert_eq!(claim_at_most(storage, 2).await.len(), 1);
}

async fn claim_at_most(storage: &Storage, limit: u32) -> Vec<ClaimedJob> {
    let now = second(10);
    let request = ClaimRequest {
        limit,
        ..a_claim(now)
    };
    let claimed = storage.jobs.claim(&request).await;
    claimed.expect("jobs could not be claimed")
}

async fn claim_until_none_is_left(jobs: Arc<dyn JobSource>) -> Vec<JobId> {
    let mut all = Vec::new();
    loop {
        let request = ClaimRequest {
            limit: 3,
            ..a_claim(A_MOMENT)
        };
        let claimed = jobs.claim(&request).await;
        let claimed = claimed.expect("jobs could not be claimed");
        if claimed.is_empty() {
            return all;
        }
        all.extend(ids(&claimed));
    }
}
