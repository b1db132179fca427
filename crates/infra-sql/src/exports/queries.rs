//! Exports as reads see them.

use async_trait::async_trait;
use domain::export::{Export, ExportPart, SealedPart};
use domain::ports::{ExportQueries, StorageError};
use domain::user::UserId;
use sea_orm::EntityTrait;

use super::{entity, part_entity};
use crate::errors::storage_error;
use crate::storage::SqlStorage;

#[async_trait]
impl ExportQueries for SqlStorage {
    async fn find(&self, user: UserId) -> Result<Option<Export>, StorageError> {
        let row = entity::Entity::find_by_id(user.as_uuid())
            .one(&self.reader)
            .await;
        row.map_err(storage_error)?
            .map(Export::try_from)
            .transpose()
    }

    async fn part(&self, part: ExportPart) -> Result<Option<SealedPart>, StorageError> {
        let id = (part.export.as_uuid(), i64::from(part.number));
        let row = part_entity::Entity::find_by_id(id).one(&self.reader).await;
        let row = row.map_err(storage_error)?;
        Ok(row.map(|row| SealedPart::from_sealed(row.content)))
    }
}
