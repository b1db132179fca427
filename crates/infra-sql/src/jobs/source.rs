//! Jobs as workers see them.

use async_trait::async_trait;
use domain::job::{ClaimedJob, JobId, JobKind, JobOutcome, JobState, LeaseToken};
use domain::ports::{ClaimRequest, JobDesk, JobSource, StorageError};
use domain::timestamp::Timestamp;
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, UpdateMany};

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
        update_held(&self.writer, job, lease, update).await
    }

    async fn settle(
        &self,
        job: JobId,
        lease: LeaseToken,
        outcome: &JobOutcome,
        now: Timestamp,
    ) -> Result<bool, StorageError> {
        if outcome::error(outcome).is_none() {
            let update = outcome::update(outcome, now);
            return update_held(&self.writer, job, lease, update).await;
        }
        let mut unit = self.begin_unit().await?;
        let is_held = JobDesk::settle(&mut unit, job, lease, outcome, now).await?;
        unit.transaction.commit().await.map_err(storage_error)?;
        Ok(is_held)
    }

    async fn next_due(&self, except: &[JobKind]) -> Result<Option<Timestamp>, StorageError> {
        let earliest = claim::next_due(&self.reader, except).await;
        Ok(earliest
            .map_err(storage_error)?
            .map(Timestamp::from_unix_micros))
    }
}

/// Changes a job if it is still held under the lease.
pub(super) async fn update_held(
    db: &impl ConnectionTrait,
    job: JobId,
    lease: LeaseToken,
    update: UpdateMany<Entity>,
) -> Result<bool, StorageError> {
    let updated = update
        .filter(Column::Id.eq(job.as_uuid()))
        .filter(Column::Lease.eq(lease.as_uuid()))
        .filter(Column::State.eq(JobState::Running.as_str()))
        .exec(db)
        .await
        .map_err(storage_error)?;
    Ok(updated.rows_affected > 0)
}
