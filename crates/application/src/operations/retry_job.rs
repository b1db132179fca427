//! A job is tried again.

use domain::audit::AuditAction;
use domain::job::JobRecord;

use super::change_job::{ChangeJobCommand, ChangeJobRefusal, JobChange, JobWriter};
use crate::jobs::{JobFate, JobHandlers, Outbox};
use crate::{Ports, UseCaseError};

/// Has a job that was given up or called off tried again, from its first attempt on, and one that waits at once (I4).
#[derive(Clone)]
pub struct RetryJob {
    writer: JobWriter,
    outbox: Outbox,
}

impl RetryJob {
    pub(super) fn new(ports: &Ports, handlers: &JobHandlers) -> Self {
        Self {
            writer: JobWriter::new(ports, handlers),
            outbox: Outbox::new(ports),
        }
    }

    /// Queues the job, and wakes the workers.
    ///
    /// # Errors
    /// When there is none, or it runs or is done, or its deadline has passed.
    pub async fn execute(
        &self,
        command: ChangeJobCommand,
    ) -> Result<JobRecord, UseCaseError<ChangeJobRefusal>> {
        let retried = JobChange {
            rule: JobRecord::retried,
            fate: JobFate::QueuedAgain,
            action: AuditAction::JobRetried,
        };
        let job = self.writer.write(&command, &retried).await?;
        self.outbox.announce().await;
        Ok(job)
    }
}
