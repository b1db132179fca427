//! What becomes of a job before and after a try (I4).

use std::time::Duration;

use portico_domain::job::{
    BackOff, ClaimedJob, JobFailure, JobId, JobKind, JobOutcome, LeaseToken, SealedPayload,
};
use portico_domain::timestamp::Timestamp;
use uuid::Uuid;

const NOW: Timestamp = Timestamp::from_unix_seconds(1_767_323_045);
const MICROSECOND: Duration = Duration::from_micros(1);

const BACK_OFF: BackOff = BackOff {
    first: Duration::from_secs(10),
    most: Duration::from_mins(10),
};

fn a_job() -> ClaimedJob {
    ClaimedJob {
        id: JobId::from_uuid(Uuid::from_u128(1)),
        kind: JobKind::new("rule"),
        payload: SealedPayload::from_sealed(String::new()),
        attempts: 1,
        max_attempts: 3,
        deadline: None,
        created_at: NOW,
        lease: LeaseToken::from_uuid(Uuid::from_u128(2)),
    }
}

fn a_job_due_until(deadline: Timestamp) -> ClaimedJob {
    ClaimedJob {
        deadline: Some(deadline),
        ..a_job()
    }
}

fn a_job_at_attempt(attempts: u32) -> ClaimedJob {
    ClaimedJob {
        attempts,
        ..a_job()
    }
}

fn after_a_transient_failure(job: &ClaimedJob) -> JobOutcome {
    let failure = JobFailure::Transient("busy".to_owned());
    job.after_failure(failure, &BACK_OFF, NOW, u8::MAX)
}

fn given_up(error: &str) -> JobOutcome {
    JobOutcome::Dead {
        error: error.to_owned(),
    }
}

#[test]
fn a_job_in_time_is_tried() {
    assert_eq!(a_job().verdict_before_run(NOW), None);
    let job = a_job_due_until(NOW.plus(MICROSECOND));
    assert_eq!(job.verdict_before_run(NOW), None);
}

// I4: an expired code is not mailed late.
#[test]
fn a_job_at_its_deadline_is_dead() {
    assert_eq!(
        a_job_due_until(NOW).verdict_before_run(NOW),
        Some(given_up("the deadline passed before it could be done"))
    );
}

// I4: a job that kills its workers does not come back for ever.
#[test]
fn a_job_that_never_gives_a_result_is_dead_in_the_end() {
    assert_eq!(a_job_at_attempt(3).verdict_before_run(NOW), None);
    assert_eq!(
        a_job_at_attempt(4).verdict_before_run(NOW),
        Some(given_up("every attempt ended without a result"))
    );
}

// I4
#[test]
fn a_transient_failure_is_tried_again_later() {
    let second_wait = Duration::from_secs(20);
    assert_eq!(
        after_a_transient_failure(&a_job_at_attempt(2)),
        JobOutcome::Retry {
            run_at: NOW.plus(second_wait),
            error: "busy".to_owned()
        }
    );
}

// I4
#[test]
fn the_last_attempt_is_not_tried_again() {
    assert_eq!(
        after_a_transient_failure(&a_job_at_attempt(3)),
        given_up("busy")
    );
}

// I4
#[test]
fn a_permanent_failure_is_never_tried_again() {
    let failure = JobFailure::Permanent("no such mailbox".to_owned());
    assert_eq!(
        a_job().after_failure(failure, &BACK_OFF, NOW, 0),
        given_up("no such mailbox")
    );
}

// I4: the next try would come too late.
#[test]
fn a_retry_that_would_miss_the_deadline_is_given_up_at_once() {
    let next = NOW.plus(BACK_OFF.first);
    assert_eq!(
        after_a_transient_failure(&a_job_due_until(next)),
        given_up("its deadline comes before another try: busy")
    );
    assert!(matches!(
        after_a_transient_failure(&a_job_due_until(next.plus(MICROSECOND))),
        JobOutcome::Retry { .. }
    ));
}
