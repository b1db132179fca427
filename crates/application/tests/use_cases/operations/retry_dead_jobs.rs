//! Everything that was given up is tried again.

use std::time::Duration;

use domain::audit::{AuditAction, AuditFilter};
use domain::job::{JobKind, JobState};
use domain::page::{PageLimit, PageRequest};
use domain::ports::{Clock, MailError};
use portico_application::UseCaseError;
use portico_application::operations::{RetriedJobs, UnknownJobKind};

use super::{Desk, a_desk};

impl Desk {
    async fn retry_dead(
        &self,
        kind: Option<&str>,
    ) -> Result<RetriedJobs, UseCaseError<UnknownJobKind>> {
        let retry = &self.operations.retry_dead_jobs;
        retry.execute(kind.map(JobKind::new)).await
    }

    /// So many mails that the relay refused for good.
    async fn dead_jobs(&self, count: usize) {
        for number in 0..count {
            let refusal = MailError::Permanent("550 not here".to_owned());
            self.world.post.fail_with(refusal);
            self.world
                .initiate(&format!("kim{number}@example.com"))
                .await;
            self.world.deliver().await;
        }
    }
}

// I4, H4: page after page, each of them with an event.
#[tokio::test]
async fn every_dead_job_is_tried_again_however_many_there_are() {
    let desk = a_desk().await;
    let count = usize::from(PageLimit::DEFAULT.get()) + 1;
    desk.dead_jobs(count).await;

    let retried = desk.retry_dead(None).await.expect("a retry");

    assert_eq!((retried.too_late, retried.failed), (0, 0));
    assert_eq!(retried.retried, count as u64);
    while !desk.deliver().await.is_empty() {}
    assert_eq!(desk.post.delivered().len(), count);
    let filter = AuditFilter {
        action: Some(AuditAction::JobRetried),
        ..AuditFilter::default()
    };
    let all = PageRequest::first(PageLimit::new(1000).expect("a limit"));
    let log = &desk.operations.list_audit_events;
    let events = log.execute(&filter, &all).await.expect("events");
    assert_eq!(events.rows.len(), count);
}

// I4: what is too late stays, and is counted.
#[tokio::test]
async fn a_code_that_has_expired_is_counted_and_stays_dead() {
    let desk = a_desk().await;
    let late = desk.a_dead_job().await;
    let deadline = desk.read(late).await.job.deadline.expect("a deadline");
    desk.clock.advance(deadline.since(desk.clock.now()));
    desk.dead_jobs(2).await;

    let expected = RetriedJobs {
        retried: 2,
        too_late: 1,
        failed: 0,
    };
    assert_eq!(desk.retry_dead(None).await, Ok(expected));
    assert_eq!(desk.read(late).await.job.state, JobState::Dead);
}

#[tokio::test]
async fn only_dead_jobs_of_the_kind_are_tried_again() {
    let desk = a_desk().await;
    desk.dead_jobs(1).await;
    desk.clock.advance(Duration::from_secs(1));
    let cancelled = desk.a_waiting_job().await;
    desk.cancel(cancelled).await.expect("a cancelled job");

    let none = Ok(RetriedJobs::default());
    assert_eq!(desk.retry_dead(Some("welcome_mail")).await, none);
    let unknown = desk.retry_dead(Some("no_such_mail")).await;
    assert!(
        matches!(unknown, Err(UseCaseError::Refused(_))),
        "{unknown:?}"
    );
    let retried = desk.retry_dead(Some("registration_mail")).await;
    assert_eq!(retried.map(|it| it.retried), Ok(1));
    assert_eq!(desk.read(cancelled).await.job.state, JobState::Cancelled);
}

// I6: what one job meets does not keep the others.
#[tokio::test]
async fn a_job_that_fails_is_counted_and_the_others_go_on() {
    let desk = a_desk().await;
    desk.dead_jobs(3).await;
    let list = 1;
    desk.faults.fail_at(list + 1);
    let expected = RetriedJobs {
        retried: 2,
        too_late: 0,
        failed: 1,
    };
    assert_eq!(desk.retry_dead(None).await, Ok(expected));
}
