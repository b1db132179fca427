//! Exports inside a unit of work.

use async_trait::async_trait;
use domain::export::Export;
use domain::ports::{ExportRepository, StorageError};
use domain::timestamp::Timestamp;
use domain::user::UserId;
use sea_orm::sea_query::OnConflict;
use sea_orm::{ActiveModelTrait, EntityTrait, IntoActiveModel, QuerySelect};

use super::entity::{Column, Entity, Model};
use super::row::ExportRow;
use crate::errors::storage_error;
use crate::purge::Perishable;
use crate::unit_of_work::SqlUnitOfWork;

const EXPORTS: Perishable = Perishable {
    table: "exports",
    primary_key: "user_id",
    end: "expires_at",
    only: None,
};

#[async_trait]
impl ExportRepository for SqlUnitOfWork {
    async fn replace(&mut self, export: &Export) -> Result<(), StorageError> {
        let replace = OnConflict::column(Column::UserId)
            .update_columns([
                Column::Id,
                Column::State,
                Column::Document,
                Column::CreatedAt,
                Column::ExpiresAt,
            ])
            .to_owned();
        Entity::insert(Model::of(export, None).into_active_model())
            .on_conflict(replace)
            .exec_without_returning(&self.transaction)
            .await
            .map_err(storage_error)?;
        Ok(())
    }

    async fn lock(&mut self, user: UserId) -> Result<Option<Export>, StorageError> {
        let row = Entity::find_by_id(user.as_uuid())
            .lock_exclusive()
            .into_partial_model::<ExportRow>()
            .one(&self.transaction)
            .await;
        row.map_err(storage_error)?
            .map(Export::try_from)
            .transpose()
    }

    async fn save(&mut self, export: &Export, document: Option<&str>) -> Result<(), StorageError> {
        Model::of(export, document)
            .into_active_model()
            .reset_all()
            .update(&self.transaction)
            .await
            .map_err(storage_error)?;
        Ok(())
    }

    async fn purge_expired(&mut self, now: Timestamp, limit: u32) -> Result<u64, StorageError> {
        self.remove_ended(&EXPORTS, now, limit).await
    }
}
