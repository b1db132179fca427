//! Cases of calling jobs off and having them tried again.

use std::sync::Arc;

use domain::job::JobState;

use super::{change, claim_one, claimed, dead, find, second, settle};
use crate::fixtures::{A_MOMENT, a_claim, a_job};
use crate::storage::{Storage, commit};

/// I2: an operator and a worker do not both have it. The worker passes it by or waits; then it sees what became of it.
pub async fn a_locked_job_is_not_claimed(storage: &Storage) {
    let job = a_job().build();
    storage.add_job(&job).await;
    let mut unit = storage.begin().await;
    let locked = unit.job_desk().lock(job.id).await;
    let locked = locked.expect("a job could not be locked");
    let locked = locked.expect("a job is gone");
    let source = Arc::clone(&storage.job_source);
    let claim = tokio::spawn(async move { source.claim(&a_claim(A_MOMENT)).await });
    tokio::time::sleep(std::time::Duration::from_millis(50)).await;
    let cancelled = locked.cancelled(second(1)).expect("a queued job");
    assert_eq!(unit.job_desk().save(&cancelled).await, Ok(()));
    commit(unit).await;
    let claimed = claim.await.expect("a claim panicked");
    assert_eq!(claimed, Ok(vec![]));
    assert_eq!(find(storage, job.id).await, cancelled);
}

/// H3: as it was sealed.
pub async fn a_locked_job_gives_its_payload(storage: &Storage) {
    let job = a_job().build();
    storage.add_job(&job).await;
    let mut unit = storage.begin().await;
    let locked = unit.job_desk().lock(job.id).await;
    assert!(matches!(locked, Ok(Some(_))), "{locked:?}");
    assert_eq!(unit.job_desk().payload(job.id).await, Ok(job.payload));
}

/// I4: with its payload, as if for the first time, at once and with the deadline that it had.
pub async fn a_retried_job_is_claimed_again(storage: &Storage) {
    let job = a_job()
        .with_deadline(second(30))
        .with_max_attempts(1)
        .build();
    let held = claimed(storage, &job).await;
    assert!(settle(storage, &held, dead("refused"), second(4)).await);
    assert_eq!(storage.claim_at(second(9)).await, []);
    change(storage, job.id, |it| {
        it.retried(second(10)).expect("a dead job")
    })
    .await;
    let due = storage.job_source.next_due(&[]).await;
    assert_eq!(due, Ok(Some(second(10))));
    let again = claim_one(storage, second(10)).await;
    assert_eq!((again.id, &again.payload), (job.id, &job.payload));
    assert_eq!((again.attempts, again.deadline), (1, Some(second(30))));
}

/// Until somebody thinks better of it.
pub async fn a_cancelled_job_is_never_claimed(storage: &Storage) {
    let job = a_job().build();
    storage.add_job(&job).await;
    change(storage, job.id, |it| {
        it.cancelled(second(1)).expect("a queued job")
    })
    .await;
    assert_eq!(storage.job_source.next_due(&[]).await, Ok(None));
    assert_eq!(storage.claim_at(second(100_000)).await, []);
    change(storage, job.id, |it| {
        it.retried(second(2)).expect("a cancelled job")
    })
    .await;
    let again = claim_one(storage, second(2)).await;
    assert_eq!(again.payload, job.payload);
}

/// I4: a job that is given up and what is noted of it are one thing. An error is kept as that of any other failed try.
pub async fn an_outcome_is_stored_with_its_unit(storage: &Storage) {
    let job = claimed(storage, &a_job().build()).await;
    for is_committed in [false, true, true] {
        let before = find(storage, job.id).await;
        let mut unit = storage.begin().await;
        let (desk, outcome) = (unit.job_desk(), dead("refused"));
        let settled = desk.settle(job.id, job.lease, &outcome, second(4)).await;
        assert_eq!(settled, Ok(before.state == JobState::Running));
        if is_committed {
            commit(unit).await;
        } else {
            drop(unit);
            assert_eq!(find(storage, job.id).await, before);
        }
    }
    let dead = find(storage, job.id).await;
    assert_eq!(
        (dead.state, dead.finished_at),
        (JobState::Dead, Some(second(4)))
    );
    let failed = storage.jobs.failed_attempts(job.id).await;
    let errors = failed.map(|tries| tries.into_iter().map(|it| it.error).collect());
    assert_eq!(errors, Ok(vec!["refused".to_owned()]));
}
