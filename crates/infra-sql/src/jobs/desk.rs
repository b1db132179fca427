//! Jobs as operators change them, inside a unit of work.

use async_trait::async_trait;
use domain::job::{JobId, JobOutcome, JobRecord, JobState, LeaseToken, SealedPayload};
use domain::ports::{JobDesk, StorageError};
use domain::timestamp::Timestamp;
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QuerySelect, UpdateMany};

use super::entity::{Column, Entity};
use super::record::RecordRow;
use super::source::update_held;
use super::{attempts, outcome};
use crate::errors::storage_error;
use crate::purge::Perishable;
use crate::stored;
use crate::unit_of_work::SqlUnitOfWork;

pub(super) const FINISHED_JOBS: Perishable = Perishable {
    table: "jobs",
    primary_key: "id",
    end: "finished_at",
    only: Some("state IN ('succeeded', 'cancelled')"),
};

pub(super) const DEAD_JOBS: Perishable = Perishable {
    only: Some("state = 'dead'"),
    ..FINISHED_JOBS
};

/// What still has its payload and can never be tried again.
pub(super) const LATE_JOBS: Perishable = Perishable {
    end: "deadline",
    only: Some("state IN ('dead', 'cancelled') AND payload <> ''"),
    ..FINISHED_JOBS
};

pub(super) const PAYLOAD: &str = "payload";

#[async_trait]
impl JobDesk for SqlUnitOfWork {
    async fn lock(&mut self, id: JobId) -> Result<Option<JobRecord>, StorageError> {
        let row = Entity::find_by_id(id.as_uuid())
            .lock_exclusive()
            .into_partial_model::<RecordRow>()
            .one(&self.transaction)
            .await;
        row.map_err(storage_error)?
            .map(JobRecord::try_from)
            .transpose()
    }

    async fn payload(&mut self, id: JobId) -> Result<SealedPayload, StorageError> {
        let payload = Entity::find_by_id(id.as_uuid())
            .select_only()
            .column(Column::Payload)
            .into_tuple::<String>()
            .one(&self.transaction)
            .await;
        let payload = stored::known("payload", payload.map_err(storage_error)?)?;
        Ok(SealedPayload::from_sealed(payload))
    }

    async fn save(&mut self, job: &JobRecord) -> Result<(), StorageError> {
        due(changes_of(job), job)
            .filter(Column::Id.eq(job.id.as_uuid()))
            .exec(&self.transaction)
            .await
            .map_err(storage_error)?;
        Ok(())
    }

    async fn settle(
        &mut self,
        job: JobId,
        lease: LeaseToken,
        outcome: &JobOutcome,
        now: Timestamp,
    ) -> Result<bool, StorageError> {
        let update = outcome::update(outcome, now);
        let is_held = update_held(&self.transaction, job, lease, update).await?;
        if is_held && let Some(error) = outcome::error(outcome) {
            attempts::append(&self.transaction, job, error, now).await?;
        }
        Ok(is_held)
    }

    /// Their failed tries go by their foreign key.
    async fn purge_finished(&mut self, before: Timestamp, limit: u32) -> Result<u64, StorageError> {
        self.remove_ended(&FINISHED_JOBS, before, limit).await
    }

    /// As those of finished ones do.
    async fn purge_dead(&mut self, before: Timestamp, limit: u32) -> Result<u64, StorageError> {
        self.remove_ended(&DEAD_JOBS, before, limit).await
    }

    async fn erase_late_payloads(
        &mut self,
        now: Timestamp,
        limit: u32,
    ) -> Result<u64, StorageError> {
        self.erase_ended(&LATE_JOBS, PAYLOAD, now, limit).await
    }
}

fn changes_of(job: &JobRecord) -> UpdateMany<Entity> {
    let moment = |at: Option<Timestamp>| Expr::value(at.map(Timestamp::unix_micros));
    Entity::update_many()
        .col_expr(Column::State, Expr::value(job.state.as_str()))
        .col_expr(Column::Attempts, Expr::value(i64::from(job.attempts)))
        .col_expr(Column::RunAt, Expr::value(job.run_at.unix_micros()))
        .col_expr(Column::Deadline, moment(job.deadline))
        .col_expr(Column::FinishedAt, moment(job.finished_at))
}

/// When it can be claimed. Until when a running one is held is its worker's business.
fn due(changes: UpdateMany<Entity>, job: &JobRecord) -> UpdateMany<Entity> {
    let due_at = match job.state {
        JobState::Running => return changes,
        JobState::Queued => Some(job.run_at.unix_micros()),
        JobState::Succeeded | JobState::Dead | JobState::Cancelled => None,
    };
    changes
        .col_expr(Column::DueAt, Expr::value(due_at))
        .col_expr(Column::Lease, Expr::value(None::<uuid::Uuid>))
}
