//! Whether somebody still works on an export.

use std::sync::Arc;

use domain::export::Export;
use domain::job::{JobId, JobState};
use domain::ports::{JobQueries, StorageError};
use domain::timestamp::Timestamp;

use crate::Ports;

/// The job of an export has the export's id.
pub(super) const fn job_of(export: &Export) -> JobId {
    JobId::from_uuid(export.id.as_uuid())
}

/// Looks at the jobs of exports: one that has ended may not have been able to say so, because its payload could not be
/// opened or its handler hung.
#[derive(Clone)]
pub(super) struct ExportJobs(Arc<dyn JobQueries>);

impl ExportJobs {
    pub(super) fn new(ports: &Ports) -> Self {
        Self(ports.storage.jobs.clone())
    }

    /// Whether an export is under way, and its job waits or runs.
    pub(super) async fn work_on(
        &self,
        export: &Export,
        now: Timestamp,
    ) -> Result<bool, StorageError> {
        if !export.is_under_way(now) {
            return Ok(false);
        }
        let job = self.0.find(job_of(export)).await?;
        let is_alive = |state| matches!(state, JobState::Queued | JobState::Running);
        Ok(job.is_some_and(|job| is_alive(job.state)))
    }
}
