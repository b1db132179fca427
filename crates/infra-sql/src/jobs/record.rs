//! A job as operators see it, as a row and back. The payload is never read (H3).

use domain::job::{JobId, JobKind, JobRecord, JobState};
use domain::ports::StorageError;
use domain::timestamp::Timestamp;
use sea_orm::DerivePartialModel;
use sea_orm::prelude::Uuid;

use super::entity::Entity;
use crate::stored;

/// A job without its payload.
#[derive(DerivePartialModel)]
#[sea_orm(entity = "Entity")]
pub(super) struct RecordRow {
    pub(super) id: Uuid,
    kind: String,
    state: String,
    attempts: i64,
    max_attempts: i64,
    run_at: i64,
    deadline: Option<i64>,
    last_error: Option<String>,
    pub(super) created_at: i64,
    finished_at: Option<i64>,
}

impl TryFrom<RecordRow> for JobRecord {
    type Error = StorageError;

    fn try_from(row: RecordRow) -> Result<Self, Self::Error> {
        let at = Timestamp::from_unix_micros;
        Ok(Self {
            id: JobId::from_uuid(row.id),
            kind: JobKind::new(row.kind),
            state: stored::known("state", JobState::from_name(&row.state))?,
            attempts: stored::count("attempts", row.attempts)?,
            max_attempts: stored::count("max_attempts", row.max_attempts)?,
            run_at: at(row.run_at),
            deadline: row.deadline.map(at),
            last_error: row.last_error,
            created_at: at(row.created_at),
            finished_at: row.finished_at.map(at),
        })
    }
}
