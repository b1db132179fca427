//! Jobs as workers see them.

use async_trait::async_trait;
use domain::job::{ClaimedJob, JobId, JobOutcome, JobState, LeaseToken};
use domain::ports::{ClaimRequest, JobSource, StorageError};
use domain::timestamp::Timestamp;
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QuerySelect, UpdateMany};

use super::entity::{Column, Entity};
use super::{claim, outcome};
use crate::errors::storage_error;
use crate::storage::SqlStorage;

#[async_trait]
impl JobSource for SqlStorage {
    async fn claim(&self, request: &ClaimRequest) -> Result<Vec<ClaimedJob>, StorageError> {
        claim::execute(&self.writer, self.dialect, request)
            .await
            .map_err(storage_error)
    }

    async fn extend(
        &self,
        job: JobId,
        lease: LeaseToken,
        until: Timestamp,
    ) -> Result<bool, StorageError> {
        let update =
            Entity::update_many().col_expr(Column::DueAt, Expr::value(until.unix_micros()));
        self.update_held(job, lease, update).await
    }

    async fn settle(
        &self,
        job: JobId,
        lease: LeaseToken,
        outcome: &JobOutcome,
        now: Timestamp,
    ) -> Result<bool, StorageError> {
        let update = outcome::update(outcome, now);
        self.update_held(job, lease, update).await
    }

    /// The filter says nothing new, but only with it SQLite takes the index of unfinished jobs.
    async fn next_due(&self) -> Result<Option<Timestamp>, StorageError> {
        let earliest = Entity::find()
            .select_only()
            .column_as(Column::DueAt.min(), "due_at")
            .filter(Column::DueAt.is_not_null())
            .into_tuple::<Option<i64>>()
            .one(&self.reader)
            .await
            .map_err(storage_error)?;
        Ok(earliest.flatten().map(Timestamp::from_unix_micros))
    }
}

impl SqlStorage {
    /// Changes a job if it is still held under the lease.
    async fn update_held(
        &self,
        job: JobId,
        lease: LeaseToken,
        update: UpdateMany<Entity>,
    ) -> Result<bool, StorageError> {
        let updated = update
            .filter(Column::Id.eq(job.as_uuid()))
            .filter(Column::Lease.eq(lease.as_uuid()))
            .filter(Column::State.eq(JobState::Running.as_str()))
            .exec(&self.writer)
            .await
            .map_err(storage_error)?;
        Ok(updated.rows_affected > 0)
    }
}
