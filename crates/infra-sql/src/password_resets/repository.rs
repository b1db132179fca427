//! Recovery links inside a unit of work.

use async_trait::async_trait;
use domain::link::LinkDigest;
use domain::ports::{PasswordResetRepository, StorageError};
use domain::recovery::PasswordReset;
use domain::timestamp::Timestamp;
use domain::user::Email;
use sea_orm::sea_query::OnConflict;
use sea_orm::{
    ColumnTrait, DatabaseTransaction, EntityTrait, IntoActiveModel, Iterable, QueryFilter,
};

use super::entity::{Column, Entity, Model};
use crate::errors::storage_error;
use crate::purge::Perishable;
use crate::unit_of_work::SqlUnitOfWork;

const PASSWORD_RESETS: Perishable = Perishable {
    table: "password_resets",
    primary_key: "digest",
    end: "expires_at",
    only: None,
};

#[async_trait]
impl PasswordResetRepository for SqlUnitOfWork {
    /// In the place of the one that the address has, so that there are never two.
    async fn insert(&mut self, reset: &PasswordReset) -> Result<(), StorageError> {
        let replace = OnConflict::column(Column::EmailCanonical)
            .update_columns(Column::iter())
            .to_owned();
        Entity::insert(Model::from(reset).into_active_model())
            .on_conflict(replace)
            .exec_without_returning(&self.transaction)
            .await
            .map_err(storage_error)?;
        Ok(())
    }

    async fn find(&mut self, digest: &LinkDigest) -> Result<Option<PasswordReset>, StorageError> {
        let row = Entity::find_by_id(digest.as_bytes().to_vec())
            .one(&self.transaction)
            .await
            .map_err(storage_error)?;
        row.map(PasswordReset::try_from).transpose()
    }

    async fn take(&mut self, digest: &LinkDigest) -> Result<bool, StorageError> {
        let deleted = Entity::delete_by_id(digest.as_bytes().to_vec())
            .exec(&self.transaction)
            .await
            .map_err(storage_error)?;
        Ok(deleted.rows_affected > 0)
    }

    async fn void(&mut self, email: &Email) -> Result<(), StorageError> {
        void(&self.transaction, email).await
    }

    async fn purge_expired(&mut self, now: Timestamp, limit: u32) -> Result<u64, StorageError> {
        self.remove_ended(&PASSWORD_RESETS, now, limit).await
    }
}

/// Removes the links of an address.
pub(crate) async fn void(
    transaction: &DatabaseTransaction,
    email: &Email,
) -> Result<(), StorageError> {
    Entity::delete_many()
        .filter(Column::EmailCanonical.eq(email.canonical()))
        .exec(transaction)
        .await
        .map_err(storage_error)?;
    Ok(())
}
