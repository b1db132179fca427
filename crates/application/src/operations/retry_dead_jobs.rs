//! Everything that was given up is tried again.

use domain::job::{JobActionRefusal, JobFilter, JobKind, JobRecord, JobState};
use domain::page::{PageLimit, PageRequest};
use domain::request_origin::RequestOrigin;

use super::{ChangeJobCommand, ChangeJobRefusal, ListJobs, RetryJob, UnknownJobKind};
use crate::UseCaseError;

/// What became of the jobs that were dead.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct RetriedJobs {
    /// How many are queued again.
    pub retried: u64,
    /// How many stay dead, since their deadlines have passed.
    pub too_late: u64,
    /// How many stay dead, since storage failed.
    pub failed: u64,
}

/// Has all dead jobs tried again, as after a long outage of a mail relay (I4).
#[derive(Clone)]
pub struct RetryDeadJobs {
    jobs: ListJobs,
    retry: RetryJob,
}

impl RetryDeadJobs {
    pub(super) const fn new(jobs: ListJobs, retry: RetryJob) -> Self {
        Self { jobs, retry }
    }

    /// Queues every job that is dead, or those of one kind, each in a transaction and with an audit event of its own.
    /// One that is given up again meanwhile is not tried twice.
    ///
    /// # Errors
    /// When there is no such kind of job, or the jobs cannot be listed; those before stay queued.
    pub async fn execute(
        &self,
        kind: Option<JobKind>,
    ) -> Result<RetriedJobs, UseCaseError<UnknownJobKind>> {
        let filter = JobFilter {
            state: Some(JobState::Dead),
            kind,
        };
        let (mut outcome, mut request) = (
            RetriedJobs::default(),
            PageRequest::first(PageLimit::DEFAULT),
        );
        loop {
            let page = self.jobs.execute(&filter, &request).await?;
            for job in &page.rows {
                outcome.count(&self.retry(job).await);
            }
            match page.next {
                Some(position) => request = request.after(position),
                None => return Ok(outcome),
            }
        }
    }

    async fn retry(&self, job: &JobRecord) -> Result<(), UseCaseError<ChangeJobRefusal>> {
        let command = ChangeJobCommand {
            id: job.id,
            actor: None,
            origin: RequestOrigin::default(),
        };
        let retried = self.retry.execute(command).await;
        if let Err(UseCaseError::Failed(error)) = &retried {
            tracing::warn!(job = %job.id, kind = %job.kind, %error, "a dead job could not be tried again");
        }
        retried.map(drop)
    }
}

impl RetriedJobs {
    /// A job that was removed or taken by a worker since it was listed is nobody's any more.
    fn count(&mut self, retried: &Result<(), UseCaseError<ChangeJobRefusal>>) {
        match retried {
            Ok(()) => self.retried += 1,
            Err(UseCaseError::Refused(ChangeJobRefusal::State(JobActionRefusal::TooLate))) => {
                self.too_late += 1;
            }
            Err(UseCaseError::Refused(_)) => {}
            Err(UseCaseError::Failed(_)) => self.failed += 1,
        }
    }
}
