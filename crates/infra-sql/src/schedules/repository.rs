//! Turns of schedules inside a unit of work.

use async_trait::async_trait;
use domain::ports::{ScheduleRepository, StorageError};
use domain::schedule::{ScheduleName, Slot};
use domain::timestamp::Timestamp;
use sea_orm::sea_query::{Expr, ExprTrait, OnConflict};
use sea_orm::{EntityTrait, IntoActiveModel};

use super::entity::{Column, Entity, Model};
use crate::errors::{storage_error, was_inserted};
use crate::unit_of_work::SqlUnitOfWork;

#[async_trait]
impl ScheduleRepository for SqlUnitOfWork {
    /// One statement decides: a racing unit waits for this one to end, and is then judged by what it left.
    async fn take(&mut self, slot: Slot, now: Timestamp) -> Result<bool, StorageError> {
        let at = slot.at.unix_micros();
        let farthest = now.plus(Slot::FARTHEST).unix_micros();
        let newest = || Expr::col((Entity, Column::NewestSlot));
        let is_newer = newest().lt(at).or(newest().gt(farthest));
        let unless_taken = OnConflict::column(Column::Name)
            .update_column(Column::NewestSlot)
            .action_and_where(is_newer)
            .to_owned();
        let row = Model {
            name: slot.schedule.as_str().to_owned(),
            newest_slot: at,
        };
        let taken = Entity::insert(row.into_active_model())
            .on_conflict(unless_taken)
            .exec_without_returning(&self.transaction)
            .await;
        was_inserted(taken)
    }

    async fn newest(&mut self, schedule: ScheduleName) -> Result<Option<Timestamp>, StorageError> {
        let row = Entity::find_by_id(schedule.as_str())
            .one(&self.transaction)
            .await
            .map_err(storage_error)?;
        Ok(row.map(|it| Timestamp::from_unix_micros(it.newest_slot)))
    }
}
