//! Exports as reads see them.

use async_trait::async_trait;
use domain::export::Export;
use domain::ports::{ExportQueries, StorageError};
use domain::user::UserId;
use sea_orm::{EntityTrait, QuerySelect};

use super::entity::{Column, Entity};
use super::row::ExportRow;
use crate::errors::storage_error;
use crate::storage::SqlStorage;

#[async_trait]
impl ExportQueries for SqlStorage {
    async fn find(&self, user: UserId) -> Result<Option<Export>, StorageError> {
        let row = Entity::find_by_id(user.as_uuid())
            .into_partial_model::<ExportRow>()
            .one(&self.reader)
            .await;
        row.map_err(storage_error)?
            .map(Export::try_from)
            .transpose()
    }

    async fn document(&self, user: UserId) -> Result<Option<String>, StorageError> {
        let document = Entity::find_by_id(user.as_uuid())
            .select_only()
            .column(Column::Document)
            .into_tuple::<Option<String>>()
            .one(&self.reader)
            .await;
        Ok(document.map_err(storage_error)?.flatten())
    }
}
