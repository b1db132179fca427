//! Items inside a unit of work.

use async_trait::async_trait;
use domain::item::{GuardedItem, Item, ItemId, ItemInsertion};
use domain::ports::{ItemRepository, StorageError};
use sea_orm::{ActiveModelTrait, EntityTrait, IntoActiveModel, QuerySelect};

use super::entity::{Entity, Model};
use crate::errors::storage_error;
use crate::unit_of_work::SqlUnitOfWork;
use crate::users;

#[async_trait]
impl ItemRepository for SqlUnitOfWork {
    /// An INSERT without its owner would end PostgreSQL's transaction, so the owner is held first.
    async fn insert(&mut self, item: &Item) -> Result<ItemInsertion, StorageError> {
        if !users::hold(&self.transaction, item.owner).await? {
            return Ok(ItemInsertion::OwnerGone);
        }
        Entity::insert(Model::from(item).into_active_model())
            .exec_without_returning(&self.transaction)
            .await
            .map_err(storage_error)?;
        Ok(ItemInsertion::Inserted)
    }

    async fn lock(&mut self, id: ItemId) -> Result<Option<GuardedItem>, StorageError> {
        let row = Entity::find_by_id(id.as_uuid())
            .lock_exclusive()
            .one(&self.transaction)
            .await
            .map_err(storage_error)?;
        row.map(guarded).transpose()
    }

    async fn save(&mut self, item: &Item) -> Result<(), StorageError> {
        Model::from(item)
            .into_active_model()
            .reset_all()
            .update(&self.transaction)
            .await
            .map_err(storage_error)?;
        Ok(())
    }

    async fn delete(&mut self, id: ItemId) -> Result<(), StorageError> {
        Entity::delete_by_id(id.as_uuid())
            .exec(&self.transaction)
            .await
            .map_err(storage_error)?;
        Ok(())
    }
}

/// A row that was found, for whoever may see it.
pub(super) fn guarded(row: Model) -> Result<GuardedItem, StorageError> {
    Item::try_from(row).map(GuardedItem::new)
}
