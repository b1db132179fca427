//! What operators may do to a job, and when (I4).

use std::time::Duration;

use portico_domain::job::{JobActionRefusal, JobKind, JobRecord, JobState};
use portico_domain::timestamp::Timestamp;

const NOW: Timestamp = Timestamp::from_unix_seconds(1_800_000_000);
const HOUR: Duration = Duration::from_hours(1);

fn a_job(state: JobState, deadline: Option<Timestamp>) -> JobRecord {
    JobRecord {
        id: "01935f4e-7c2a-7b10-8a55-3d2c1b0a9f8e"
            .parse()
            .expect("an id"),
        kind: JobKind::new("registration_mail"),
        state,
        attempts: 10,
        max_attempts: 10,
        run_at: NOW.minus(HOUR),
        deadline,
        last_error: Some("451 later".to_owned()),
        created_at: NOW.minus(HOUR),
        finished_at: Some(NOW.minus(HOUR)),
    }
}

#[test]
fn a_job_that_was_given_up_is_tried_as_if_for_the_first_time() {
    for state in [JobState::Dead, JobState::Cancelled] {
        for deadline in [None, Some(NOW.plus(HOUR))] {
            let job = a_job(state, deadline).retried(NOW).unwrap();
            assert_eq!((job.state, job.attempts), (JobState::Queued, 0));
            assert_eq!((job.run_at, job.finished_at), (NOW, None));
            assert_eq!(job.deadline, deadline);
        }
    }
}

// I4: the relay is back, and nobody has to wait for the next try.
#[test]
fn a_job_that_waits_is_due_at_once_with_the_tries_it_has_had() {
    let deadline = Some(NOW.plus(HOUR));
    for (run_at, due) in [(NOW.plus(HOUR), NOW), (NOW.minus(HOUR), NOW.minus(HOUR))] {
        let waiting = JobRecord {
            run_at,
            ..a_job(JobState::Queued, deadline)
        };
        let hastened = waiting.retried(NOW).unwrap();
        let expected = JobRecord {
            run_at: due,
            ..waiting
        };
        assert_eq!(hastened, expected);
        assert_eq!(hastened.retried(NOW), Ok(expected));
    }
}

// I4: a code that has expired is not mailed late, whoever wishes it.
#[test]
fn a_job_whose_deadline_has_passed_is_not_tried_again() {
    for state in [JobState::Queued, JobState::Dead, JobState::Cancelled] {
        for deadline in [NOW, NOW.minus(HOUR)] {
            let refused = a_job(state, Some(deadline)).retried(NOW);
            assert_eq!(refused, Err(JobActionRefusal::TooLate));
        }
    }
}

#[test]
fn neither_what_runs_nor_what_is_done_is_tried_again() {
    for state in [JobState::Running, JobState::Succeeded] {
        for deadline in [None, Some(NOW.minus(HOUR))] {
            let refused = a_job(state, deadline).retried(NOW);
            assert_eq!(refused, Err(JobActionRefusal::NotRetryable));
        }
    }
}

#[test]
fn only_what_waits_can_be_called_off() {
    for state in JobState::ALL {
        let called_off = a_job(state, None).cancelled(NOW).map(|job| job.state);
        if state == JobState::Queued {
            assert_eq!(called_off, Ok(JobState::Cancelled));
        } else {
            assert_eq!(called_off, Err(JobActionRefusal::NotCancellable));
        }
    }
}
