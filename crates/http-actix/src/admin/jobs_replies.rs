//! Jobs as operators see them. Their input is sealed and not among it (H3).

use application::operations::JobReport;
use domain::job::{FailedAttempt, JobRecord, JobState};
use domain::page::Page;
use serde::Serialize;
use utoipa::ToSchema;

use crate::extract::cursor_of;
use crate::rfc3339::rfc3339;

/// A background job.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct JobPublic {
    /// Its id.
    #[schema(value_type = Uuid)]
    id: String,
    /// What is to be done.
    #[schema(example = "registration_mail")]
    kind: String,
    /// How far it is.
    state: JobStatePublic,
    /// How often it was tried.
    #[schema(example = 1)]
    attempts: u32,
    /// How often it is tried at the most.
    #[schema(example = 8)]
    max_attempts: u32,
    /// It is not tried before.
    #[schema(format = DateTime)]
    run_at: String,
    /// It is not tried after, but given up: by then what it is to do is pointless. `null` for never.
    #[schema(required, format = DateTime, example = "2026-01-31T12:10:00.000000Z")]
    deadline: Option<String>,
    /// What went wrong in the last try that failed. A job that succeeds after it keeps it.
    #[schema(required, example = "the relay said 451 4.3.0 later")]
    last_error: Option<String>,
    /// When it was made.
    #[schema(format = DateTime)]
    created_at: String,
    /// When it ended.
    #[schema(required, format = DateTime, example = json!(null))]
    finished_at: Option<String>,
}

/// How far a job is. One that waits for its next try is queued.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = JobState)]
enum JobStatePublic {
    Queued,
    Running,
    Succeeded,
    Dead,
    Cancelled,
}

/// Some jobs, newest first.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct JobsPublic {
    /// The jobs of this page.
    data: Vec<JobPublic>,
    /// What `cursor` takes for the page after this one; `null` on the last page.
    #[schema(required, example = "AAZJrdRJMAABk19OfCp7EIpVPSwbCp-O")]
    pub(super) next_cursor: Option<String>,
}

/// A job with its history.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct JobDetail {
    #[serde(flatten)]
    job: JobPublic,
    /// Its failed tries, in their order.
    errors: Vec<JobError>,
}

/// One try that failed.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct JobError {
    /// Which try it was, from 1.
    #[schema(minimum = 1, example = 1)]
    attempt: u32,
    /// When it ended.
    #[schema(format = DateTime)]
    at: String,
    /// What went wrong.
    #[schema(example = "the relay said 451 4.3.0 later")]
    error: String,
}

impl From<JobState> for JobStatePublic {
    fn from(state: JobState) -> Self {
        match state {
            JobState::Queued => Self::Queued,
            JobState::Running => Self::Running,
            JobState::Succeeded => Self::Succeeded,
            JobState::Dead => Self::Dead,
            JobState::Cancelled => Self::Cancelled,
        }
    }
}

impl From<&JobRecord> for JobPublic {
    fn from(job: &JobRecord) -> Self {
        Self {
            id: job.id.to_string(),
            kind: job.kind.to_string(),
            state: job.state.into(),
            attempts: job.attempts,
            max_attempts: job.max_attempts,
            run_at: rfc3339(job.run_at),
            deadline: job.deadline.map(rfc3339),
            last_error: job.last_error.clone(),
            created_at: rfc3339(job.created_at),
            finished_at: job.finished_at.map(rfc3339),
        }
    }
}

impl From<&Page<JobRecord>> for JobsPublic {
    fn from(page: &Page<JobRecord>) -> Self {
        Self {
            data: page.rows.iter().map(JobPublic::from).collect(),
            next_cursor: page.next.map(cursor_of),
        }
    }
}

impl From<&JobReport> for JobDetail {
    fn from(report: &JobReport) -> Self {
        Self {
            job: JobPublic::from(&report.job),
            errors: report.errors.iter().map(JobError::from).collect(),
        }
    }
}

impl From<&FailedAttempt> for JobError {
    fn from(failed: &FailedAttempt) -> Self {
        Self {
            attempt: failed.attempt,
            at: rfc3339(failed.at),
            error: failed.error.clone(),
        }
    }
}
