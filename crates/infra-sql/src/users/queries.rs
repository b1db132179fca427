//! Users as reads see them.

use async_trait::async_trait;
use domain::page::{Page, PageRequest};
use domain::ports::{StorageError, UserQueries};
use domain::user::{Email, LoginIdentifier, User, UserCredentials, UserId, UserSearch};
use sea_orm::prelude::Uuid;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QuerySelect, Select};

use super::entity::{Column, Entity};
use super::row::{CredentialsRow, UserRow};
use super::search::matching;
use crate::errors::storage_error;
use crate::lists::{Order, count, page, position};
use crate::storage::SqlStorage;

const ORDER: Order<Entity> = Order {
    created_at: Column::CreatedAt,
    id: Column::Id,
};

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
        credentials(&self.reader, Entity::find().filter(column.eq(value))).await
    }

    async fn credentials_of(&self, id: UserId) -> Result<Option<UserCredentials>, StorageError> {
        credentials(&self.reader, Entity::find_by_id(id.as_uuid())).await
    }

    async fn find(&self, id: UserId) -> Result<Option<User>, StorageError> {
        find(&self.reader, id).await
    }

    async fn email_is_taken(&self, email: &Email) -> Result<bool, StorageError> {
        let found = Entity::find()
            .select_only()
            .column(Column::Id)
            .filter(Column::EmailCanonical.eq(email.canonical()))
            .into_tuple::<Uuid>()
            .one(&self.reader)
            .await;
        Ok(found.map_err(storage_error)?.is_some())
    }

    async fn find_by_email(&self, email: &Email) -> Result<Option<User>, StorageError> {
        let user = Entity::find().filter(Column::EmailCanonical.eq(email.canonical()));
        one(&self.reader, user).await
    }

    async fn page(
        &self,
        search: &UserSearch,
        request: &PageRequest,
    ) -> Result<Page<User>, StorageError> {
        let rows = ORDER
            .select(matching(search), request)
            .into_partial_model::<UserRow>()
            .all(&self.reader)
            .await;
        page(rows.map_err(storage_error)?, request.limit, |row| {
            position(row.created_at, row.id)
        })
    }

    async fn count(&self, search: &UserSearch) -> Result<u64, StorageError> {
        count(&self.reader, matching(search)).await
    }
}

async fn credentials(
    db: &impl ConnectionTrait,
    user: Select<Entity>,
) -> Result<Option<UserCredentials>, StorageError> {
    let found = user.into_partial_model::<CredentialsRow>().one(db).await;
    found
        .map_err(storage_error)?
        .map(UserCredentials::try_from)
        .transpose()
}

/// The record of a user.
pub(crate) async fn find(
    db: &impl ConnectionTrait,
    id: UserId,
) -> Result<Option<User>, StorageError> {
    one(db, Entity::find_by_id(id.as_uuid())).await
}

async fn one(
    db: &impl ConnectionTrait,
    user: Select<Entity>,
) -> Result<Option<User>, StorageError> {
    let found = user
        .into_partial_model::<UserRow>()
        .one(db)
        .await
        .map_err(storage_error)?;
    found.map(User::try_from).transpose()
}
