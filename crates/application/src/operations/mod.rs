//! What operators see and do: background jobs, and the audit log.

mod cancel_job;
mod change_job;
mod list_audit_events;
mod list_jobs;
mod read_job;
mod record_start;
mod retry_dead_jobs;
mod retry_job;

pub use cancel_job::CancelJob;
pub use change_job::{ChangeJobCommand, ChangeJobRefusal};
pub use list_audit_events::ListAuditEvents;
pub use list_jobs::{ListJobs, UnknownJobKind};
pub use read_job::{JobReport, NoSuchJob, ReadJob};
pub use record_start::RecordStart;
pub use retry_dead_jobs::{RetriedJobs, RetryDeadJobs};
pub use retry_job::RetryJob;

use crate::Ports;
use crate::jobs::JobHandlers;

/// What can be done by operators.
#[derive(Clone)]
pub struct UseCases {
    /// Lists jobs.
    pub list_jobs: ListJobs,
    /// Reads one job and what went wrong with it.
    pub read_job: ReadJob,
    /// Has a job tried again.
    pub retry_job: RetryJob,
    /// Has all dead jobs tried again.
    pub retry_dead_jobs: RetryDeadJobs,
    /// Calls a job off.
    pub cancel_job: CancelJob,
    /// Reads the audit log.
    pub list_audit_events: ListAuditEvents,
}

impl UseCases {
    /// Makes them over these adapters, for jobs of the kinds that these handlers know.
    #[must_use]
    pub fn new(ports: &Ports, handlers: &JobHandlers) -> Self {
        let list_jobs = ListJobs::new(ports, handlers);
        let retry_job = RetryJob::new(ports, handlers);
        Self {
            retry_dead_jobs: RetryDeadJobs::new(list_jobs.clone(), retry_job.clone()),
            list_jobs,
            read_job: ReadJob::new(ports),
            retry_job,
            cancel_job: CancelJob::new(ports, handlers),
            list_audit_events: ListAuditEvents::new(ports),
        }
    }
}
