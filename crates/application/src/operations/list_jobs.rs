//! The list of jobs.

use std::sync::Arc;

use domain::job::{JobFilter, JobKind, JobRecord};
use domain::page::{Page, PageRequest};
use domain::ports::JobQueries;

use crate::jobs::JobHandlers;
use crate::{Ports, UseCaseError};

/// No handler knows jobs of this kind, so that a list of them would be empty for a wrong reason.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("there is no such kind of job; there are {}", .known.join(", "))]
pub struct UnknownJobKind {
    /// The kinds that there are.
    pub known: Vec<&'static str>,
}

/// Lists jobs.
#[derive(Clone)]
pub struct ListJobs {
    jobs: Arc<dyn JobQueries>,
    kinds: Vec<&'static str>,
}

impl ListJobs {
    pub(super) fn new(ports: &Ports, handlers: &JobHandlers) -> Self {
        Self {
            jobs: ports.storage.jobs.clone(),
            kinds: handlers.kinds(),
        }
    }

    /// A page of the jobs that pass the filter, newest first.
    ///
    /// # Errors
    /// When there is no such kind of job.
    pub async fn execute(
        &self,
        filter: &JobFilter,
        request: &PageRequest,
    ) -> Result<Page<JobRecord>, UseCaseError<UnknownJobKind>> {
        let kind = filter.kind.as_ref();
        if kind.is_some_and(|kind| !self.knows(kind)) {
            let known = self.kinds.clone();
            return Err(UseCaseError::Refused(UnknownJobKind { known }));
        }
        Ok(self.jobs.page(filter, request).await?)
    }

    fn knows(&self, kind: &JobKind) -> bool {
        self.kinds.contains(&kind.as_str())
    }
}
