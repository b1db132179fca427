//! Users inside a unit of work.

use async_trait::async_trait;
use domain::password::PasswordHash;
use domain::ports::{StorageError, UserRepository};
use domain::timestamp::Timestamp;
use domain::user::{Email, LockedUser, User, UserCredentials, UserId, UserStored};
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, UpdateMany};

use super::entity::{Column, Entity, Model};
use super::row::{CredentialsRow, UserRow};
use super::{locks, pending_emails, removal, writes};
use crate::errors::storage_error;
use crate::unit_of_work::SqlUnitOfWork;

#[async_trait]
impl UserRepository for SqlUnitOfWork {
    async fn insert(
        &mut self,
        user: &User,
        password: Option<&PasswordHash>,
    ) -> Result<UserStored, StorageError> {
        writes::insert(&self.transaction, Model::of(user, password)).await
    }

    /// The version stays: the hash is no part of the record that it counts the changes of.
    async fn rehash(
        &mut self,
        user: UserId,
        old: &PasswordHash,
        new: &PasswordHash,
    ) -> Result<bool, StorageError> {
        let of_old = hash_of(user, new).filter(Column::PasswordHash.eq(old.as_str()));
        let updated = of_old.exec(&self.transaction).await;
        Ok(updated.map_err(storage_error)?.rows_affected > 0)
    }

    async fn set_password(&mut self, user: UserId, new: &PasswordHash) -> Result<(), StorageError> {
        let updated = hash_of(user, new).exec(&self.transaction).await;
        updated.map(drop).map_err(storage_error)
    }

    async fn lock(&mut self, id: UserId) -> Result<Option<User>, StorageError> {
        let user = Entity::find_by_id(id.as_uuid());
        locks::one::<UserRow, _>(&self.transaction, user).await
    }

    async fn lock_credentials(
        &mut self,
        id: UserId,
    ) -> Result<Option<UserCredentials>, StorageError> {
        let user = Entity::find_by_id(id.as_uuid());
        locks::one::<CredentialsRow, _>(&self.transaction, user).await
    }

    async fn lock_by_email(&mut self, email: &Email) -> Result<Option<User>, StorageError> {
        let user = Entity::find().filter(Column::EmailCanonical.eq(email.canonical()));
        locks::one::<UserRow, _>(&self.transaction, user).await
    }

    async fn lock_with_superusers(
        &mut self,
        id: UserId,
    ) -> Result<Option<LockedUser>, StorageError> {
        locks::with_superusers(&self.transaction, id).await
    }

    async fn save(&mut self, user: &User) -> Result<UserStored, StorageError> {
        writes::update(&self.transaction, user).await
    }

    async fn forget_pending_emails(
        &mut self,
        now: Timestamp,
        limit: u32,
    ) -> Result<u64, StorageError> {
        let forgotten = pending_emails::forget(&self.transaction, now, limit).await;
        forgotten.map_err(storage_error)
    }

    async fn delete(&mut self, user: &User) -> Result<(), StorageError> {
        removal::remove(&self.transaction, user).await
    }
}

/// Puts another hash there.
fn hash_of(user: UserId, new: &PasswordHash) -> UpdateMany<Entity> {
    Entity::update_many()
        .col_expr(Column::PasswordHash, Expr::value(new.as_str()))
        .filter(Column::Id.eq(user.as_uuid()))
}
