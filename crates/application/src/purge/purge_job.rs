//! The job that removes one kind of leftovers.

use std::num::NonZeroU32;
use std::time::Duration;

use async_trait::async_trait;
use domain::job::{BackOff, JobFailure, JobPolicy, JobPriority};
use domain::schedule::ScheduleName;
use serde::{Deserialize, Serialize};

use super::{Leftover, Purge};
use crate::Ports;
use crate::jobs::{HandleJob, JobContext, JobPayload};
use crate::schedules::{CronExpression, Schedule};

const NAME: ScheduleName = ScheduleName::new("purge");

/// What to remove.
#[derive(Serialize, Deserialize)]
pub struct PurgeJob {
    leftover: String,
}

impl PurgeJob {
    /// Everything that is over, one job for each kind of it: what fails is tried again without the rest.
    #[must_use]
    pub fn schedule(cron: CronExpression) -> Schedule {
        let jobs = Leftover::ALL.map(Self::of);
        Schedule::new(NAME, cron, jobs.into())
    }

    /// The job for one kind.
    pub(crate) fn of(leftover: Leftover) -> Self {
        Self {
            leftover: leftover.as_str().to_owned(),
        }
    }
}

impl JobPayload for PurgeJob {
    const KIND: &'static str = "purge";
    const POLICY: JobPolicy = JobPolicy {
        max_attempts: 5,
        back_off: BackOff {
            first: Duration::from_secs(10),
            most: Duration::from_mins(10),
        },
        priority: JobPriority::Low,
        // A turn enqueues all of them together, and mail must not wait for them.
        at_once: NonZeroU32::new(1),
    };
}

/// Removes what the job names.
#[derive(Clone)]
pub struct PurgeLeftovers(Purge);

impl PurgeLeftovers {
    /// Makes the handler over these adapters.
    #[must_use]
    pub fn new(ports: &Ports) -> Self {
        Self(Purge::new(ports))
    }
}

#[async_trait]
impl HandleJob<PurgeJob> for PurgeLeftovers {
    async fn handle(&self, _: JobContext, job: PurgeJob) -> Result<(), JobFailure> {
        // A version that is newer may know it.
        let leftover = Leftover::from_name(&job.leftover).ok_or_else(|| {
            JobFailure::Transient("nothing ends by itself of that name".to_owned())
        })?;
        let purged = self.0.execute(leftover).await;
        let purged =
            purged.map_err(|error| JobFailure::Transient(format!("{leftover}: {error}")))?;
        if purged > 0 {
            tracing::info!(%leftover, purged, "what was over was removed");
        }
        Ok(())
    }
}
