//! Cases of claiming.

use std::collections::HashSet;
use std::sync::Arc;

use domain::job::{ClaimedJob, JobId, JobKind, JobOutcome, JobPriority};
use domain::ports::{ClaimRequest, JobSource};
use domain::timestamp::Timestamp;

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
        claim_until_none_is_left(Arc::clone(&storage.job_source))
    })
    .await;
    let mut claimed = by_worker.concat();
    // A worker may see nothing while another holds the rows for a moment.
    claimed.extend(claim_until_none_is_left(Arc::clone(&storage.job_source)).await);
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

/// I4: a worker that was killed says nothing, so the next claim does; and nothing of a try that ended or was given back.
pub async fn a_try_without_an_end_is_kept(storage: &Storage) {
    let job = a_job().build();
    storage.add_job(&job).await;
    let first = claim_one(storage, A_MOMENT).await;
    settle(storage, &first, JobOutcome::Released).await;
    claim_one(storage, second(1)).await;
    let second_try = claim_one(storage, second(100)).await;
    assert_eq!(kept(storage, job.id).await, [(1, second(100))]);
    let refused = JobOutcome::Retry {
        run_at: second(200),
        error: "later".to_owned(),
    };
    settle(storage, &second_try, refused).await;
    claim_one(storage, second(200)).await;
    claim_one(storage, second(300)).await;
    let tries = kept(storage, job.id).await;
    assert_eq!(
        tries,
        [(1, second(100)), (2, second(100)), (3, second(300))]
    );
    let found = storage
        .jobs
        .find(job.id)
        .await
        .expect("jobs")
        .expect("the job");
    assert!(found.last_error.is_some_and(|error| error.contains("lost")));
}

/// The tries that are kept of a job, and since when.
async fn kept(storage: &Storage, job: JobId) -> Vec<(u32, Timestamp)> {
    let tries = storage.jobs.failed_attempts(job).await.expect("the tries");
    tries.into_iter().map(|it| (it.attempt, it.at)).collect()
}

async fn settle(storage: &Storage, job: &ClaimedJob, outcome: JobOutcome) {
    let source = &storage.job_source;
    let settled = source
        .settle(job.id, job.lease, &outcome, second(100))
        .await;
    assert_eq!(settled, Ok(true));
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
    let claimed = storage.job_source.claim(&request).await;
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

/// Whatever was due before, also when it is more than there is room for; in each priority the oldest comes first.
pub async fn higher_priorities_come_first(storage: &Storage) {
    let job = |priority, seconds| {
        let job = a_job().of_priority(priority).due_at(second(seconds));
        job.build()
    };
    let (low, normal) = (JobPriority::Low, JobPriority::Normal);
    let oldest = job(low, 1);
    let (late_normal, early_normal) = (job(normal, 4), job(normal, 2));
    let (late_high, early_high) = (job(JobPriority::High, 5), job(JobPriority::High, 3));
    let not_yet = job(JobPriority::High, 11);
    for job in [
        &oldest,
        &late_normal,
        &early_normal,
        &late_high,
        &early_high,
        &not_yet,
    ] {
        storage.add_job(job).await;
    }
    let order = [early_high, late_high, early_normal, late_normal, oldest].map(|job| job.id);
    assert_eq!(ids(&claim_at_most(storage, 3).await), order[..3]);
    assert_eq!(ids(&claim_at_most(storage, 3).await), order[3..]);
}

/// I21: as if they were not there, also when their lease has run out; they are claimed once they are wanted again.
pub async fn kinds_without_room_are_left_alone(storage: &Storage) {
    let of = |kind: &str, seconds| a_job().of_kind(kind).due_at(second(seconds)).build();
    let crashed = of("export", 0);
    storage.add_job(&crashed).await;
    assert_eq!(claim_one(storage, A_MOMENT).await.id, crashed.id);
    let (export, purge) = (of("export", 61), of("purge", 62));
    let mails = [of("mail", 63), of("mail", 64)];
    for job in [&export, &purge, &mails[0], &mails[1]] {
        storage.add_job(job).await;
    }
    let except = ["export", "purge"].map(JobKind::new).to_vec();
    let due = storage.job_source.next_due(&except).await;
    assert_eq!(due, Ok(Some(second(63))));
    let others = ClaimRequest {
        at_most: except.into_iter().map(|kind| (kind, 0)).collect(),
        ..a_claim(second(64))
    };
    let claimed = storage.job_source.claim(&others).await;
    let claimed = claimed.expect("jobs could not be claimed");
    assert_eq!(ids(&claimed), mails.map(|job| job.id));
    let rest = storage.claim_at(second(64)).await;
    assert_eq!(ids(&rest), [crashed, export, purge].map(|job| job.id));
}

/// I21: the order is that of a claim without such kinds, and the room is one for all priorities.
pub async fn a_kind_with_little_room_leaves_the_rest_to_others(storage: &Storage) {
    let of = |kind: &str, seconds| a_job().of_kind(kind).due_at(second(seconds));
    let urgent_export = of("export", 5).of_priority(JobPriority::High).build();
    let exports = [1, 2, 3].map(|seconds| of("export", seconds).build());
    let (purge, not_yet) = (of("purge", 4).build(), of("purge", 61).build());
    let mails = [2, 6, 7].map(|seconds| of("mail", seconds).build());
    let all = [&urgent_export, &purge, &not_yet].into_iter();
    for job in all.chain(&exports).chain(&mails) {
        storage.add_job(job).await;
    }
    let claim = async |limit| {
        let request = ClaimRequest {
            limit,
            at_most: [("export", 2), ("purge", 5)]
                .map(|(kind, room)| (JobKind::new(kind), room))
                .to_vec(),
            ..a_claim(second(10))
        };
        let claimed = storage.job_source.claim(&request).await;
        ids(&claimed.expect("jobs could not be claimed"))
    };
    let [oldest, older, old] = exports.map(|job| job.id);
    let [first, second, third] = mails.map(|job| job.id);
    assert_eq!(claim(4).await, [urgent_export.id, oldest, first, purge.id]);
    assert_eq!(claim(9).await, [older, old, second, third]);
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
    let claimed = storage.job_source.claim(&request).await;
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
