//! A job as a row, and back.

use domain::job::{ClaimedJob, JobId, JobKind, JobState, LeaseToken, NewJob, SealedPayload};
use domain::timestamp::Timestamp;
use sea_orm::FromQueryResult;
use sea_orm::prelude::Uuid;

use super::entity::Model;
use super::priority::rank;

impl From<&NewJob> for Model {
    fn from(job: &NewJob) -> Self {
        let key = job.idempotency_key.as_ref();
        Self {
            id: job.id.as_uuid(),
            kind: job.kind.as_str().to_owned(),
            payload: job.payload.as_str().to_owned(),
            state: JobState::Queued.as_str().to_owned(),
            priority: rank(job.priority),
            run_at: job.run_at.unix_micros(),
            due_at: Some(job.run_at.unix_micros()),
            deadline: job.deadline.map(Timestamp::unix_micros),
            attempts: 0,
            max_attempts: job.max_attempts.into(),
            idempotency_key: key.map(|key| key.as_str().to_owned()),
            lease: None,
            last_error: None,
            created_at: job.created_at.unix_micros(),
            finished_at: None,
        }
    }
}

/// What a claim gives back.
#[derive(Clone, FromQueryResult)]
pub(crate) struct ClaimedRow {
    pub(crate) id: Uuid,
    pub(crate) kind: String,
    pub(crate) payload: String,
    pub(crate) run_at: i64,
    pub(crate) deadline: Option<i64>,
    pub(crate) attempts: i64,
    pub(crate) max_attempts: i64,
    pub(crate) created_at: i64,
}

impl ClaimedRow {
    /// The columns of a claimed row, as SQL.
    pub(crate) const COLUMNS: &str =
        "id, kind, payload, run_at, deadline, attempts, max_attempts, created_at";

    /// The job, held under `lease`. It never fails, since one bad row would take every job of its claim
    /// along: counts that no job can have are read as used up, which makes it a dead letter (F13r).
    pub(crate) fn into_job(self, lease: LeaseToken) -> ClaimedJob {
        ClaimedJob {
            id: JobId::from_uuid(self.id),
            kind: JobKind::new(self.kind),
            payload: SealedPayload::from_sealed(self.payload),
            attempts: u32::try_from(self.attempts).unwrap_or(u32::MAX),
            max_attempts: u32::try_from(self.max_attempts).unwrap_or(0),
            deadline: self.deadline.map(Timestamp::from_unix_micros),
            created_at: Timestamp::from_unix_micros(self.created_at),
            lease,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    // F13r
    #[test]
    fn a_row_with_impossible_counts_is_a_dead_letter() {
        let row = ClaimedRow {
            id: Uuid::nil(),
            kind: "mail".to_owned(),
            payload: String::new(),
            run_at: 1,
            deadline: None,
            attempts: -3,
            max_attempts: -1,
            created_at: 1,
        };
        let job = row.into_job(LeaseToken::from_uuid(Uuid::nil()));
        let now = Timestamp::from_unix_micros(2);
        assert!(job.verdict_before_run(now).is_some());
    }
}
