//! Cases of what follows a claim.

use domain::job::{ClaimedJob, JobOutcome, JobPriority, SealedPayload};

use super::{LEASE, another_lease, claim_one, second};
use crate::fixtures::{A_MOMENT, a_job};
use crate::storage::Storage;

/// I2: a worker that was away too long learns that the job is not its own any more.
pub async fn a_lost_lease_cannot_be_extended(storage: &Storage) {
    storage.add_job(&a_job().build()).await;
    let job = claim_one(storage, A_MOMENT).await;
    let extended = storage
        .job_source
        .extend(job.id, another_lease(), second(600))
        .await;
    assert_eq!(extended, Ok(false));
    let taken_over = claim_one(storage, second(61)).await;
    let extended = storage
        .job_source
        .extend(job.id, job.lease, second(600))
        .await;
    assert_eq!(extended, Ok(false));
    assert!(settle(storage, &taken_over, &JobOutcome::Succeeded).await);
    let extended = storage
        .job_source
        .extend(job.id, taken_over.lease, second(600))
        .await;
    assert_eq!(extended, Ok(false));
}

/// Long work keeps its job.
pub async fn an_extended_lease_holds(storage: &Storage) {
    storage.add_job(&a_job().build()).await;
    let job = claim_one(storage, A_MOMENT).await;
    let extended = storage
        .job_source
        .extend(job.id, job.lease, second(120))
        .await;
    assert_eq!(extended, Ok(true));
    assert_eq!(storage.claim_at(second(119)).await, []);
    assert_eq!(claim_one(storage, second(121)).await.id, job.id);
}

/// I4: done and given up are final; a retry waits; a release counts for nothing.
pub async fn outcomes_are_stored(storage: &Storage) {
    let error = || "it failed".to_owned();
    for last in [JobOutcome::Succeeded, JobOutcome::Dead { error: error() }] {
        storage.add_job(&a_job().build()).await;
        let job = claim_one(storage, A_MOMENT).await;
        assert!(settle(storage, &job, &JobOutcome::Released).await);
        let job = claim_one(storage, second(1)).await;
        assert_eq!(job.attempts, 1, "a released claim was counted");
        let run_at = second(30);
        assert!(
            settle(
                storage,
                &job,
                &JobOutcome::Retry {
                    run_at,
                    error: error()
                }
            )
            .await
        );
        assert_eq!(storage.claim_at(second(29)).await, []);
        let job = claim_one(storage, run_at).await;
        assert_eq!(job.attempts, 2, "a failed try was not counted");
        assert!(settle(storage, &job, &last).await);
        assert_eq!(storage.claim_at(second(100_000)).await, []);
    }
}

/// H3: what was done leaves nothing behind; what was given up can still be queued again.
pub async fn a_succeeded_job_keeps_no_payload(storage: &Storage) {
    let succeeded = SealedPayload::from_sealed(String::new());
    let dead = a_job().build().payload;
    let error = "it failed".to_owned();
    for (outcome, kept) in [
        (JobOutcome::Succeeded, succeeded),
        (JobOutcome::Dead { error }, dead),
    ] {
        storage.add_job(&a_job().build()).await;
        let job = claim_one(storage, A_MOMENT).await;
        assert!(settle(storage, &job, &outcome).await);
        assert_eq!(storage.payloads.payload_of(job.id).await, Ok(kept));
    }
}

/// I2: the outcome of a worker that was away too long does not undo that of the one that took over.
pub async fn a_lost_lease_settles_nothing(storage: &Storage) {
    storage.add_job(&a_job().build()).await;
    let lost = claim_one(storage, A_MOMENT).await;
    let held = claim_one(storage, second(61)).await;
    assert!(!settle(storage, &lost, &JobOutcome::Succeeded).await);
    assert!(settle(storage, &held, &JobOutcome::Released).await);
    let again = claim_one(storage, second(62)).await;
    assert!(settle(storage, &again, &JobOutcome::Succeeded).await);
    assert!(!settle(storage, &again, &JobOutcome::Released).await);
    assert_eq!(storage.claim_at(second(100_000)).await, []);
}

/// The worker sleeps until then, if no signal wakes it.
pub async fn tells_when_the_next_job_is_due(storage: &Storage) {
    assert_eq!(storage.job_source.next_due(&[]).await, Ok(None));
    storage.add_job(&a_job().due_at(second(500)).build()).await;
    assert_eq!(
        storage.job_source.next_due(&[]).await,
        Ok(Some(second(500)))
    );
    let urgent = a_job().of_priority(JobPriority::High).due_at(second(700));
    storage.add_job(&urgent.build()).await;
    assert_eq!(
        storage.job_source.next_due(&[]).await,
        Ok(Some(second(500)))
    );
    storage.add_job(&a_job().build()).await;
    assert_eq!(storage.job_source.next_due(&[]).await, Ok(Some(A_MOMENT)));
    let leased = claim_one(storage, A_MOMENT).await;
    assert_eq!(
        storage.job_source.next_due(&[]).await,
        Ok(Some(A_MOMENT.plus(LEASE)))
    );
    assert!(settle(storage, &leased, &JobOutcome::Succeeded).await);
    assert_eq!(
        storage.job_source.next_due(&[]).await,
        Ok(Some(second(500)))
    );
}

/// Stores an outcome; tells whether the job was still held.
async fn settle(storage: &Storage, job: &ClaimedJob, outcome: &JobOutcome) -> bool {
    let settled = storage
        .job_source
        .settle(job.id, job.lease, outcome, second(2))
        .await;
    settled.expect("an outcome could not be stored")
}
