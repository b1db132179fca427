//! Jobs as operators see them: never their payloads, which are sealed (H3).

use super::{JobId, JobKind, JobState};
use crate::timestamp::Timestamp;

/// A job without its payload.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct JobRecord {
    /// Its id.
    pub id: JobId,
    /// Which handler it is for.
    pub kind: JobKind,
    /// Where it is in its life.
    pub state: JobState,
    /// How often it was claimed.
    pub attempts: u32,
    /// How often it may be.
    pub max_attempts: u32,
    /// Not before this moment.
    pub run_at: Timestamp,
    /// Not after this moment.
    pub deadline: Option<Timestamp>,
    /// What went wrong in the last try that failed; a job that succeeds after it keeps it.
    pub last_error: Option<String>,
    /// When it was enqueued.
    pub created_at: Timestamp,
    /// When it ended.
    pub finished_at: Option<Timestamp>,
}

/// One try of a job that failed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FailedAttempt {
    /// Which try it was, from 1.
    pub attempt: u32,
    /// When it ended.
    pub at: Timestamp,
    /// What went wrong.
    pub error: String,
}

/// Which jobs are wanted; what is `None` does not narrow.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct JobFilter {
    /// In this state.
    pub state: Option<JobState>,
    /// Of this kind.
    pub kind: Option<JobKind>,
}

/// How many jobs there are of one kind in one state.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct JobCount {
    /// The kind.
    pub kind: JobKind,
    /// The state.
    pub state: JobState,
    /// How many.
    pub count: u64,
    /// Since when the oldest of them could have been claimed; for queued ones only.
    pub oldest_run_at: Option<Timestamp>,
}

/// Why an operator cannot do this to a job.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum JobActionRefusal {
    /// Only a job that waits, is dead or was called off can be tried again.
    #[error("only a queued, dead or cancelled job can be tried again")]
    NotRetryable,
    /// What the job was to do is pointless by now: a code that has expired is not mailed late.
    #[error("the deadline of the job has passed")]
    TooLate,
    /// Only a job that waits can be called off.
    #[error("only a queued job can be cancelled")]
    NotCancellable,
}

impl JobRecord {
    /// The job as one that is due: what was given up or called off is tried as if for the first time, and what waits is
    /// only not kept waiting. Its deadline stays: no operator makes an expired code work (I4).
    ///
    /// # Errors
    /// When it runs or is done, or its deadline has passed.
    pub fn retried(&self, now: Timestamp) -> Result<Self, JobActionRefusal> {
        let is_late = self.deadline.is_some_and(|deadline| now >= deadline);
        match self.state {
            JobState::Running | JobState::Succeeded => Err(JobActionRefusal::NotRetryable),
            _ if is_late => Err(JobActionRefusal::TooLate),
            JobState::Queued => Ok(Self {
                run_at: self.run_at.min(now),
                ..self.clone()
            }),
            JobState::Dead | JobState::Cancelled => Ok(Self {
                state: JobState::Queued,
                attempts: 0,
                run_at: now,
                finished_at: None,
                ..self.clone()
            }),
        }
    }

    /// The job as one that was called off.
    ///
    /// # Errors
    /// When it does not wait.
    pub fn cancelled(&self, now: Timestamp) -> Result<Self, JobActionRefusal> {
        match self.state {
            JobState::Queued => Ok(Self {
                state: JobState::Cancelled,
                finished_at: Some(now),
                ..self.clone()
            }),
            _ => Err(JobActionRefusal::NotCancellable),
        }
    }
}
