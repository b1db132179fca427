//! One job.

use std::sync::Arc;

use domain::job::{FailedAttempt, JobId, JobRecord};
use domain::ports::JobQueries;

use crate::{Ports, UseCaseError};

/// There is no job of this id, or none any more: what is finished is not kept for ever.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("there is no such job")]
pub struct NoSuchJob;

/// A job and what went wrong with it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct JobReport {
    /// The job.
    pub job: JobRecord,
    /// Its failed tries, in their order.
    pub errors: Vec<FailedAttempt>,
}

/// Reads one job.
#[derive(Clone)]
pub struct ReadJob(Arc<dyn JobQueries>);

impl ReadJob {
    pub(super) fn new(ports: &Ports) -> Self {
        Self(ports.storage.jobs.clone())
    }

    /// Reads the job.
    ///
    /// # Errors
    /// When there is none.
    pub async fn execute(&self, id: JobId) -> Result<JobReport, UseCaseError<NoSuchJob>> {
        let found = self.0.find(id).await?;
        let job = found.ok_or(UseCaseError::Refused(NoSuchJob))?;
        let errors = self.0.failed_attempts(id).await?;
        Ok(JobReport { job, errors })
    }
}
