//! Exports inside a unit of work.

use async_trait::async_trait;
use domain::export::{Export, ExportId, ExportPart, SealedPart};
use domain::ports::{ExportRepository, StorageError};
use domain::timestamp::Timestamp;
use domain::user::UserId;
use sea_orm::{
    ActiveModelTrait, ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter, QuerySelect,
};

use super::entity::{Entity, Model};
use super::part_entity;
use crate::errors::storage_error;
use crate::unit_of_work::SqlUnitOfWork;

#[async_trait]
impl ExportRepository for SqlUnitOfWork {
    /// The earlier one is removed and not changed: so the database removes its parts.
    async fn replace(&mut self, export: &Export) -> Result<(), StorageError> {
        Entity::delete_by_id(export.user.as_uuid())
            .exec(&self.transaction)
            .await
            .map_err(storage_error)?;
        Entity::insert(Model::from(export).into_active_model())
            .exec_without_returning(&self.transaction)
            .await
            .map_err(storage_error)?;
        Ok(())
    }

    async fn lock(&mut self, user: UserId) -> Result<Option<Export>, StorageError> {
        let row = Entity::find_by_id(user.as_uuid())
            .lock_exclusive()
            .one(&self.transaction)
            .await;
        row.map_err(storage_error)?
            .map(Export::try_from)
            .transpose()
    }

    async fn save(&mut self, export: &Export) -> Result<(), StorageError> {
        Model::from(export)
            .into_active_model()
            .reset_all()
            .update(&self.transaction)
            .await
            .map_err(storage_error)?;
        Ok(())
    }

    async fn add_part(
        &mut self,
        part: ExportPart,
        content: &SealedPart,
    ) -> Result<(), StorageError> {
        let row = part_entity::Model {
            export_id: part.export.as_uuid(),
            number: i64::from(part.number),
            content: content.as_bytes().to_vec(),
        };
        part_entity::Entity::insert(row.into_active_model())
            .exec_without_returning(&self.transaction)
            .await
            .map_err(storage_error)?;
        Ok(())
    }

    async fn remove_parts(&mut self, export: ExportId) -> Result<(), StorageError> {
        part_entity::Entity::delete_many()
            .filter(part_entity::Column::ExportId.eq(export.as_uuid()))
            .exec(&self.transaction)
            .await
            .map_err(storage_error)?;
        Ok(())
    }

    async fn purge_expired(&mut self, now: Timestamp, limit: u32) -> Result<u64, StorageError> {
        self.remove_ended_exports(now, limit).await
    }
}
