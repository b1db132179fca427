//! The outbox: jobs inside a unit of work.

use async_trait::async_trait;
use domain::job::NewJob;
use domain::ports::{JobQueue, StorageError};
use sea_orm::sea_query::OnConflict;
use sea_orm::{EntityTrait, IntoActiveModel};

use super::entity::{Column, Entity, Model};
use crate::errors::was_inserted;
use crate::unit_of_work::SqlUnitOfWork;

#[async_trait]
impl JobQueue for SqlUnitOfWork {
    /// Only a clash of the idempotency key is passed over: a repeated id must not lose a job in silence.
    async fn enqueue(&mut self, job: &NewJob) -> Result<bool, StorageError> {
        let same_key = OnConflict::column(Column::IdempotencyKey)
            .do_nothing()
            .to_owned();
        let inserted = Entity::insert(Model::from(job).into_active_model())
            .on_conflict(same_key)
            .exec_without_returning(&self.transaction)
            .await;
        was_inserted(inserted)
    }
}
