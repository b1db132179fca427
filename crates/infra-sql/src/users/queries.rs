//! Users as reads see them.

use async_trait::async_trait;
use domain::ports::{StorageError, UserQueries};
use domain::user::{Email, LoginIdentifier, User, UserCredentials, UserId};
use sea_orm::prelude::Uuid;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QuerySelect};

use super::entity::{Column, Entity};
use super::row::{CredentialsRow, UserRow};
use crate::errors::storage_error;
use crate::storage::SqlStorage;

#[async_trait]
impl UserQueries for SqlStorage {
    /// What no account can have is looked for as well, as an empty address: the query costs the same (C2).
    async fn credentials(
        &self,
        identifier: &LoginIdentifier,
    ) -> Result<Option<UserCredentials>, StorageError> {
        let (column, value) = match identifier {
            LoginIdentifier::Email(email) => (Column::EmailCanonical, email.canonical()),
            LoginIdentifier::Username(name) => (Column::UsernameCanonical, name.canonical()),
            LoginIdentifier::Impossible(_) => (Column::EmailCanonical, ""),
        };
        let found = Entity::find()
            .filter(column.eq(value))
            .into_partial_model::<CredentialsRow>()
            .one(&self.reader)
            .await
            .map_err(storage_error)?;
        found.map(UserCredentials::try_from).transpose()
    }

    async fn find(&self, id: UserId) -> Result<Option<User>, StorageError> {
        find(&self.reader, id).await
    }

    async fn email_is_taken(&self, email: &Email) -> Result<bool, StorageError> {
        exists(&self.reader, Column::EmailCanonical, email.canonical()).await
    }
}

/// The record of a user.
pub(crate) async fn find(
    db: &impl ConnectionTrait,
    id: UserId,
) -> Result<Option<User>, StorageError> {
    let found = Entity::find_by_id(id.as_uuid())
        .into_partial_model::<UserRow>()
        .one(db)
        .await
        .map_err(storage_error)?;
    found.map(User::try_from).transpose()
}

/// Whether a user has this value in a unique column.
pub(super) async fn exists(
    db: &impl ConnectionTrait,
    column: Column,
    value: &str,
) -> Result<bool, StorageError> {
    let found = Entity::find()
        .select_only()
        .column(Column::Id)
        .filter(column.eq(value))
        .into_tuple::<Uuid>()
        .one(db)
        .await;
    Ok(found.map_err(storage_error)?.is_some())
}
