//! Users inside a unit of work.

use async_trait::async_trait;
use domain::password::PasswordHash;
use domain::ports::{StorageError, UserRepository};
use domain::user::{User, UserId, UserInsertion};
use sea_orm::sea_query::{Expr, OnConflict};
use sea_orm::{ColumnTrait, DbErr, EntityTrait, IntoActiveModel, QueryFilter};

use super::entity::{Column, Entity, Model};
use super::queries::exists;
use crate::errors::storage_error;
use crate::unit_of_work::SqlUnitOfWork;

#[async_trait]
impl UserRepository for SqlUnitOfWork {
    /// A plain INSERT that clashes would end PostgreSQL's transaction, so a clash is a count of no rows.
    async fn insert(
        &mut self,
        user: &User,
        password: Option<&PasswordHash>,
    ) -> Result<UserInsertion, StorageError> {
        let row = Model::of(user, password);
        let inserted = Entity::insert(row.clone().into_active_model())
            .on_conflict(OnConflict::new().do_nothing().to_owned())
            .exec_without_returning(&self.transaction)
            .await;
        match inserted {
            Ok(0) | Err(DbErr::RecordNotInserted) => self.clash(row).await,
            Ok(_) => Ok(UserInsertion::Inserted),
            Err(error) => Err(storage_error(error)),
        }
    }

    /// The version stays: the hash is no part of the record that it counts the changes of.
    async fn rehash(
        &mut self,
        user: UserId,
        old: &PasswordHash,
        new: &PasswordHash,
    ) -> Result<bool, StorageError> {
        let updated = Entity::update_many()
            .col_expr(Column::PasswordHash, Expr::value(new.as_str()))
            .filter(Column::Id.eq(user.as_uuid()))
            .filter(Column::PasswordHash.eq(old.as_str()))
            .exec(&self.transaction)
            .await
            .map_err(storage_error)?;
        Ok(updated.rows_affected > 0)
    }
}

impl SqlUnitOfWork {
    /// Which unique value stood in the way.
    async fn clash(&self, row: Model) -> Result<UserInsertion, StorageError> {
        let db = &self.transaction;
        if exists(db, Column::EmailCanonical, &row.email_canonical).await? {
            return Ok(UserInsertion::EmailTaken);
        }
        if let Some(name) = row.username_canonical
            && exists(db, Column::UsernameCanonical, &name).await?
        {
            return Ok(UserInsertion::UsernameTaken);
        }
        Err(StorageError::Failed(
            "a user clashed with another that has neither its address nor its name".to_owned(),
        ))
    }
}
