//! Jobs and events in lists.

use domain::audit::AuditFilter;
use domain::job::{JobFilter, JobKind, JobRecord};
use domain::page::{PageLimit, PageRequest};
use portico_application::operations::{NoSuchJob, UnknownJobKind};
use portico_application::{Failure, UseCaseError};

use super::{Desk, REFUSED, a_desk, a_missing_job};

impl Desk {
    /// The jobs of a kind, or all of them.
    pub(super) async fn list(
        &self,
        kind: &str,
    ) -> Result<Vec<JobRecord>, UseCaseError<UnknownJobKind>> {
        let filter = JobFilter {
            state: None,
            kind: (!kind.is_empty()).then(|| JobKind::new(kind)),
        };
        let request = PageRequest::first(PageLimit::DEFAULT);
        let found = self.operations.list_jobs.execute(&filter, &request).await;
        found.map(|page| page.rows)
    }
}

#[tokio::test]
async fn a_kind_is_one_that_a_handler_knows() {
    let desk = a_desk().await;
    desk.a_waiting_job().await;
    let found = desk.list("registration_mail").await.expect("a list");
    assert_eq!(found.len(), 1);
    assert_eq!(desk.list("welcome_mail").await, Ok(Vec::new()));
    let unknown = desk.list("no_such_mail").await.expect_err("a refusal");
    let words = unknown.to_string();
    assert!(words.contains("registration_mail, "), "{words}");
}

// I4
#[tokio::test]
async fn a_job_is_shown_with_every_error_it_had() {
    let desk = a_desk().await;
    let id = desk.a_dead_job().await;
    let report = desk.read(id).await;
    let errors = report.errors.iter().map(|it| (it.attempt, &*it.error));
    assert_eq!(errors.collect::<Vec<_>>(), [(1, REFUSED)]);
    let missing = desk.operations.read_job.execute(a_missing_job()).await;
    assert_eq!(missing, Err(UseCaseError::Refused(NoSuchJob)));
}

// I6: an outage is never an empty list.
#[tokio::test]
async fn an_outage_is_told() {
    let desk = a_desk().await;
    let id = desk.a_waiting_job().await;
    desk.faults.lose_storage();
    let listed = desk.list("").await;
    assert!(matches!(
        listed,
        Err(UseCaseError::Failed(Failure::Storage(_)))
    ));
    assert!(desk.operations.read_job.execute(id).await.is_err());
    let request = PageRequest::first(PageLimit::DEFAULT);
    let log = &desk.operations.list_audit_events;
    let events = log.execute(&AuditFilter::default(), &request).await;
    assert!(events.is_err());
}
