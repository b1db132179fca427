//! What becomes of a job after a try.

use std::num::NonZeroU32;

use super::{BackOff, ClaimedJob, JobPriority};
use crate::ports::StorageError;
use crate::timestamp::Timestamp;

/// How a kind of job is tried.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct JobPolicy {
    /// How often a job may be tried.
    pub max_attempts: u32,
    /// How long to wait between tries.
    pub back_off: BackOff,
    /// Which jobs that are due go first.
    pub priority: JobPriority,
    /// How many of this kind run at once in one worker; as many as it has room for when `None`.
    pub at_once: Option<NonZeroU32>,
}

/// Why a try failed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum JobFailure {
    /// It may succeed later.
    #[error("{0}")]
    Transient(String),
    /// It will never succeed.
    #[error("{0}")]
    Permanent(String),
}

/// Storage that fails now may be there for the next try.
impl From<StorageError> for JobFailure {
    fn from(error: StorageError) -> Self {
        Self::Transient(error.to_string())
    }
}

/// What to store after a try.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum JobOutcome {
    /// Done.
    Succeeded,
    /// To be tried again.
    Retry {
        /// Not before this moment.
        run_at: Timestamp,
        /// What went wrong.
        error: String,
    },
    /// Given up.
    Dead {
        /// What went wrong.
        error: String,
    },
    /// Not tried: the worker stops, another may take it at once. The claim does not count as an attempt.
    Released,
}

impl ClaimedJob {
    /// Why this job must not be tried any more, if so: its deadline has passed, or its worker died with
    /// it once too often.
    #[must_use]
    pub fn verdict_before_run(&self, now: Timestamp) -> Option<JobOutcome> {
        let late = self.deadline.is_some_and(|deadline| now >= deadline);
        let error = if late {
            "the deadline passed before it could be done"
        } else if self.attempts > self.max_attempts {
            "every attempt ended without a result"
        } else {
            return None;
        };
        Some(JobOutcome::Dead {
            error: error.to_owned(),
        })
    }

    /// What becomes of this job after a failed try (I4).
    #[must_use]
    pub fn after_failure(
        &self,
        failure: JobFailure,
        back_off: &BackOff,
        now: Timestamp,
        jitter: u8,
    ) -> JobOutcome {
        let run_at = now.plus(back_off.wait(self.attempts, jitter));
        let too_late = self.deadline.is_some_and(|deadline| run_at >= deadline);
        match failure {
            JobFailure::Transient(error) if self.attempts < self.max_attempts && !too_late => {
                JobOutcome::Retry { run_at, error }
            }
            JobFailure::Transient(error) if self.attempts < self.max_attempts => JobOutcome::Dead {
                error: format!("its deadline comes before another try: {error}"),
            },
            JobFailure::Transient(error) | JobFailure::Permanent(error) => {
                JobOutcome::Dead { error }
            }
        }
    }
}
