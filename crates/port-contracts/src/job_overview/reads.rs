//! Cases of looking at one job.

use domain::job::{ClaimedJob, FailedAttempt, JobId, JobOutcome, JobRecord, JobState, LeaseToken};

use super::{change, claim_one, claimed, dead, find, second, settle};
use crate::fixtures::{A_MOMENT, a_job, an_id};
use crate::storage::Storage;

/// From the outbox to its end.
pub async fn a_job_is_seen_as_it_is(storage: &Storage) {
    let job = a_job()
        .of_kind("another_kind")
        .with_deadline(second(600))
        .with_max_attempts(7)
        .due_at(second(1))
        .build();
    storage.add_job(&job).await;
    let queued = JobRecord {
        id: job.id,
        kind: job.kind,
        state: JobState::Queued,
        attempts: 0,
        max_attempts: 7,
        run_at: second(1),
        deadline: Some(second(600)),
        last_error: None,
        created_at: A_MOMENT,
        finished_at: None,
    };
    assert_eq!(find(storage, job.id).await, queued);

    let held = claim_one(storage, second(1)).await;
    let running = JobRecord {
        state: JobState::Running,
        attempts: 1,
        ..queued.clone()
    };
    assert_eq!(find(storage, job.id).await, running);

    let (run_at, error) = (second(5), "not now".to_owned());
    assert!(
        settle(
            storage,
            &held,
            JobOutcome::Retry { run_at, error },
            second(2)
        )
        .await
    );
    let waiting = JobRecord {
        attempts: 1,
        run_at,
        last_error: Some("not now".to_owned()),
        ..queued
    };
    assert_eq!(find(storage, job.id).await, waiting);

    let held = claim_one(storage, second(5)).await;
    assert!(settle(storage, &held, dead("not ever"), second(6)).await);
    let dead = JobRecord {
        state: JobState::Dead,
        attempts: 2,
        last_error: Some("not ever".to_owned()),
        finished_at: Some(second(6)),
        ..waiting
    };
    assert_eq!(find(storage, job.id).await, dead);
    let unknown = JobId::from_uuid(an_id());
    assert_eq!(storage.jobs.find(unknown).await, Ok(None));
}

/// I4: those before an operator wanted it tried again too. A release is no failure, and whoever lost the job says
/// nothing.
pub async fn every_failed_try_is_kept(storage: &Storage) {
    let (job, other) = (a_job().build(), a_job().due_at(second(900)).build());
    storage.add_job(&other).await;
    let held = claimed(storage, &job).await;
    assert_eq!(storage.jobs.failed_attempts(job.id).await, Ok(vec![]));
    let retry = |seconds| JobOutcome::Retry {
        run_at: second(seconds),
        error: "Zoë is away".to_owned(),
    };
    assert!(settle(storage, &held, retry(3), second(2)).await);
    let held = claim_one(storage, second(3)).await;
    assert!(!settle(storage, &held_by_nobody(&held), retry(4), second(4)).await);
    assert!(settle(storage, &held, JobOutcome::Released, second(4)).await);
    let held = claim_one(storage, second(5)).await;
    assert!(settle(storage, &held, dead("hopeless"), second(6)).await);
    change(storage, job.id, |it| {
        it.retried(second(7)).expect("a dead job")
    })
    .await;
    let held = claim_one(storage, second(7)).await;
    assert!(settle(storage, &held, retry(9), second(8)).await);

    let failed = |attempt, seconds, error: &str| FailedAttempt {
        attempt,
        at: second(seconds),
        error: error.to_owned(),
    };
    let expected = vec![
        failed(1, 2, "Zoë is away"),
        failed(2, 6, "hopeless"),
        failed(1, 8, "Zoë is away"),
    ];
    assert_eq!(storage.jobs.failed_attempts(job.id).await, Ok(expected));
    assert_eq!(storage.jobs.failed_attempts(other.id).await, Ok(vec![]));
}

/// The job under a lease that nobody has.
fn held_by_nobody(job: &ClaimedJob) -> ClaimedJob {
    ClaimedJob {
        lease: LeaseToken::from_uuid(an_id()),
        ..job.clone()
    }
}
