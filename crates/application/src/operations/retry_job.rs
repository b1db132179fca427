//! A job is tried again.

use domain::audit::AuditAction;
use domain::job::JobRecord;

use super::change_job::{ChangeJobCommand, ChangeJobRefusal, JobWriter};
use crate::jobs::Outbox;
use crate::{Ports, UseCaseError};

/// Has a job that was given up or called off tried again, from its first attempt on (I4).
#[derive(Clone)]
pub struct RetryJob {
    writer: JobWriter,
    outbox: Outbox,
}

impl RetryJob {
    pub(super) fn new(ports: &Ports) -> Self {
        Self {
            writer: JobWriter::new(ports),
            outbox: Outbox::new(ports),
        }
    }

    /// Queues the job, and wakes the workers.
    ///
    /// # Errors
    /// When there is none, or it is neither dead nor cancelled.
    pub async fn execute(
        &self,
        command: ChangeJobCommand,
    ) -> Result<JobRecord, UseCaseError<ChangeJobRefusal>> {
        let retried = AuditAction::JobRetried;
        let job = self.writer.write(&command, retried, JobRecord::retried);
        let job = job.await?;
        self.outbox.announce().await;
        Ok(job)
    }
}
