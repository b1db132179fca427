//! A job is tried again.

use std::sync::Arc;
use std::time::Duration;

use domain::audit::{AuditAction, AuditFilter};
use domain::job::{JobActionRefusal, JobState};
use domain::page::{PageLimit, PageRequest};
use domain::ports::{Clock, MailError};
use portico_application::UseCaseError;
use portico_application::operations::{ChangeJobRefusal, NoSuchJob};

use super::{REFUSED, a_desk, a_desk_with, a_missing_job, wanted_by};
use crate::world::{DownSignal, every_fault_leaves_nothing};

// I4
#[tokio::test]
async fn a_dead_mail_leaves_once_an_operator_has_it_tried_again() {
    let desk = a_desk().await;
    let id = desk.a_dead_job().await;
    assert_eq!(desk.post.delivered(), []);

    let job = desk.retry(id).await.expect("a retry");

    assert_eq!((job.state, job.attempts), (JobState::Queued, 0));
    assert_eq!((job.run_at, job.finished_at), (desk.clock.now(), None));
    desk.deliver().await;
    assert_eq!(desk.post.delivered().len(), 1);
    let report = desk.read(id).await;
    assert_eq!(report.job.state, JobState::Succeeded);
    assert_eq!(report.errors[0].error, REFUSED);
}

// I4: within milliseconds, not at the next look.
#[tokio::test]
async fn the_workers_are_woken() {
    let desk = a_desk().await;
    let id = desk.a_dead_job().await;
    let mut ear = desk.ports.job_signal.subscribe().await.expect("an ear");
    desk.retry(id).await.expect("a retry");
    let woken = tokio::time::timeout(Duration::from_secs(5), ear.wait()).await;
    assert_eq!(woken, Ok(Ok(())));
}

// I14
#[tokio::test]
async fn a_signal_that_is_lost_costs_time_alone() {
    let desk = a_desk_with(|ports, _| ports.job_signal = Arc::new(DownSignal)).await;
    let id = desk.a_dead_job().await;
    assert!(desk.retry(id).await.is_ok());
}

// H4
#[tokio::test]
async fn it_is_audited_with_the_job_and_whoever_wanted_it() {
    let desk = a_desk().await;
    let id = desk.a_dead_job().await;
    let root = desk.a_superuser("root@example.com").await;

    let command = wanted_by(root.id, id);
    let retried = desk.operations.retry_job.execute(command.clone()).await;
    retried.expect("a retry");

    let filter = AuditFilter {
        action: Some(AuditAction::JobRetried),
        actor: Some(root.id),
        ..AuditFilter::default()
    };
    let request = PageRequest::first(PageLimit::DEFAULT);
    let log = &desk.operations.list_audit_events;
    let events = log.execute(&filter, &request).await.expect("events");
    assert_eq!(events.rows.len(), 1);
    assert_eq!(events.rows[0].at, desk.clock.now());
    assert_eq!(events.rows[0].origin, command.origin);
    assert_eq!(events.rows[0].object, Some(format!("job:{id}")));
    assert_eq!(events.rows[0].subject, None);
}

// I4: the relay is back, and nobody has to wait for the next try.
#[tokio::test]
async fn a_mail_in_back_off_leaves_once_an_operator_wants_it() {
    let desk = a_desk().await;
    let busy = MailError::Transient("451 later".to_owned());
    desk.post.fail_with(busy);
    let id = desk.a_waiting_job().await;
    desk.deliver().await;
    assert_eq!(desk.deliver().await, [], "the mail is not due");

    let before = desk.read(id).await.job;
    let job = desk.retry(id).await.expect("a retry");

    assert_eq!((job.attempts, job.deadline), (1, before.deadline));
    assert_eq!(desk.retry(id).await, Ok(job));
    desk.deliver().await;
    assert_eq!(desk.post.delivered().len(), 1);
}

#[tokio::test]
async fn what_is_done_is_left_alone() {
    let desk = a_desk().await;
    let id = desk.a_waiting_job().await;
    desk.deliver().await;
    let before = desk.tables.dump().await;
    let state = ChangeJobRefusal::State(JobActionRefusal::NotRetryable);
    let missing = ChangeJobRefusal::NotFound(NoSuchJob);
    for (id, refusal) in [(id, state), (a_missing_job(), missing)] {
        let refused = UseCaseError::Refused(refusal);
        assert_eq!(desk.retry(id).await, Err(refused));
    }
    assert_eq!(desk.tables.dump().await, before);
}

// I4: whoever still wants a code asks for a new one.
#[tokio::test]
async fn a_code_that_has_expired_is_not_mailed_late() {
    let desk = a_desk().await;
    let id = desk.a_dead_job().await;
    let deadline = desk.read(id).await.job.deadline.expect("a deadline");
    desk.clock.advance(deadline.since(desk.clock.now()));
    let before = desk.tables.dump().await;
    let state = ChangeJobRefusal::State(JobActionRefusal::TooLate);
    assert_eq!(desk.retry(id).await, Err(UseCaseError::Refused(state)));
    assert_eq!(desk.tables.dump().await, before);
}

// I4: the mail that was wanted in time does not leave when a worker comes to it too late.
#[tokio::test]
async fn a_retry_does_not_outlive_the_deadline() {
    let desk = a_desk().await;
    let id = desk.a_dead_job().await;
    let job = desk.retry(id).await.expect("a retry");
    let deadline = job.deadline.expect("a deadline");
    desk.clock.advance(deadline.since(desk.clock.now()));
    desk.deliver().await;
    assert_eq!(desk.post.delivered(), []);
    assert_eq!(desk.read(id).await.job.state, JobState::Dead);
}

// I3, I6
#[tokio::test]
async fn a_fault_leaves_the_job_as_it_was() {
    let desk = a_desk().await;
    let id = desk.a_dead_job().await;
    let calls = every_fault_leaves_nothing(&desk.world, async || desk.retry(id).await).await;
    assert!(calls >= 5, "{calls}");
}
