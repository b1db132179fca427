//! Cases of removing what is done or given up.

use domain::job::{JobId, JobOutcome, NewJob};
use domain::timestamp::Timestamp;

use super::{change, claim_one, claimed, dead, second, settle};
use crate::fixtures::a_job;
use crate::storage::{Storage, commit};

/// I21: what succeeded and what was called off, at its moment and not before, as many as were asked for; with the
/// failed tries. What was given up stays, and so does what is still to be done.
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

/// H3: what was given up, at its moment and not before, as many as were asked for; with what was said when it failed.
pub async fn dead_jobs_are_purged_apart(storage: &Storage) {
    let [first, second_one, done] = [(); 3].map(|()| a_job().build());
    let [late, queued] = [(); 2].map(|()| a_job().due_at(second(50)).build());
    finish(storage, &first, dead("refused"), second(1)).await;
    finish(storage, &second_one, dead("refused"), second(2)).await;
    finish(storage, &done, JobOutcome::Succeeded, second(1)).await;
    finish(storage, &late, dead("refused"), second(60)).await;
    storage.add_job(&queued).await;

    assert_eq!(purge_dead(storage, second(0), 10).await, 0);
    assert_eq!(purge_dead(storage, second(2), 1).await, 1);
    assert!(!is_there(storage, first.id).await);
    assert_eq!(purge_dead(storage, second(2), 10).await, 1);
    assert_eq!(purge_dead(storage, second(2), 10).await, 0);
    for gone in [first.id, second_one.id] {
        assert!(!is_there(storage, gone).await);
        assert_eq!(storage.jobs.failed_attempts(gone).await, Ok(vec![]));
    }
    for kept in [done.id, late.id, queued.id] {
        assert!(is_there(storage, kept).await);
    }
}

/// H3: of dead and cancelled jobs whose deadline has passed, and of no others; each once, and as many as were asked
/// for. The jobs themselves stay to be seen.
pub async fn payloads_that_are_too_late_are_erased(storage: &Storage) {
    let mortal = || a_job().with_deadline(second(30));
    let [given_up, called_off, waiting] = [(); 3].map(|()| mortal().build());
    let (endless, patient) = (a_job().build(), a_job().with_deadline(second(31)).build());
    for job in [&given_up, &endless, &patient] {
        finish(storage, job, dead("refused"), second(1)).await;
    }
    for job in [&called_off, &waiting] {
        storage.add_job(job).await;
    }
    change(storage, called_off.id, |it| {
        it.cancelled(second(2)).expect("a queued job")
    })
    .await;

    assert_eq!(erase(storage, second(29), 10).await, 0);
    assert_eq!(erase(storage, second(30), 1).await, 1);
    assert_eq!(erase(storage, second(30), 10).await, 1);
    assert_eq!(erase(storage, second(30), 10).await, 0);
    for erased in [&given_up, &called_off] {
        assert_eq!(payload(storage, erased.id).await, "");
    }
    for kept in [&waiting, &endless, &patient] {
        assert_eq!(payload(storage, kept.id).await, kept.payload.as_str());
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

async fn purge_dead(storage: &Storage, before: Timestamp, limit: u32) -> u64 {
    let mut unit = storage.begin().await;
    let purged = unit.job_desk().purge_dead(before, limit).await;
    commit(unit).await;
    purged.expect("jobs could not be purged")
}

async fn erase(storage: &Storage, now: Timestamp, limit: u32) -> u64 {
    let mut unit = storage.begin().await;
    let erased = unit.job_desk().erase_late_payloads(now, limit).await;
    commit(unit).await;
    erased.expect("payloads could not be erased")
}

async fn payload(storage: &Storage, id: JobId) -> String {
    let mut unit = storage.begin().await;
    let locked = unit.job_desk().lock(id).await;
    assert!(matches!(locked, Ok(Some(_))), "{locked:?}");
    let payload = unit.job_desk().payload(id).await;
    let payload = payload.expect("a payload could not be read");
    payload.as_str().to_owned()
}
