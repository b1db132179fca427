//! A job is called off.

use domain::audit::AuditAction;
use domain::job::JobRecord;

use super::change_job::{ChangeJobCommand, ChangeJobRefusal, JobChange, JobWriter};
use crate::jobs::{JobFate, JobHandlers};
use crate::{Ports, UseCaseError};

/// Calls off a job that waits.
#[derive(Clone)]
pub struct CancelJob(JobWriter);

impl CancelJob {
    pub(super) fn new(ports: &Ports, handlers: &JobHandlers) -> Self {
        Self(JobWriter::new(ports, handlers))
    }

    /// Takes the job out of the queue; it is kept for a while.
    ///
    /// # Errors
    /// When there is none, or it does not wait.
    pub async fn execute(
        &self,
        command: ChangeJobCommand,
    ) -> Result<JobRecord, UseCaseError<ChangeJobRefusal>> {
        let cancelled = JobChange {
            rule: JobRecord::cancelled,
            fate: JobFate::GivenUp,
            action: AuditAction::JobCancelled,
        };
        self.0.write(&command, &cancelled).await
    }
}
