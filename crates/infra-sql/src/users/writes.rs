//! Writing a user, with the unique indexes as the judge (A12).

use domain::ports::StorageError;
use domain::user::{User, UserStored};
use sea_orm::prelude::Uuid;
use sea_orm::sea_query::OnConflict;
use sea_orm::{
    ActiveModelTrait, ActiveValue, ColumnTrait, DatabaseTransaction, DbErr, EntityTrait,
    IntoActiveModel, QueryFilter, QuerySelect,
};

use super::entity::{Column, Entity, Model};
use crate::errors::{storage_error, was_inserted};
use crate::savepoint::unless_it_clashes;

/// Adds a row. A plain INSERT that clashes would end PostgreSQL's transaction, so a clash is a count of no rows.
pub(super) async fn insert(
    transaction: &DatabaseTransaction,
    row: Model,
) -> Result<UserStored, StorageError> {
    let inserted = Entity::insert(row.clone().into_active_model())
        .on_conflict(OnConflict::new().do_nothing().to_owned())
        .exec_without_returning(transaction)
        .await;
    if was_inserted(inserted)? {
        Ok(UserStored::Stored)
    } else {
        clash(transaction, &row).await
    }
}

/// Changes a row.
pub(super) async fn update(
    transaction: &DatabaseTransaction,
    user: &User,
) -> Result<UserStored, StorageError> {
    let row = Model::of(user, None);
    let changed = row.clone();
    let is_written = unless_it_clashes(transaction, async |savepoint| {
        write(savepoint, changed).await
    });
    if is_written.await? {
        Ok(UserStored::Stored)
    } else {
        clash(transaction, &row).await
    }
}

/// Every column but the password's hash.
async fn write(savepoint: &DatabaseTransaction, row: Model) -> Result<(), DbErr> {
    let id = row.id;
    let mut values = row.into_active_model().reset_all();
    values.password_hash = ActiveValue::NotSet;
    Entity::update_many()
        .set(values)
        .filter(Column::Id.eq(id))
        .exec(savepoint)
        .await
        .map(drop)
}

/// Which unique value stood in the way.
async fn clash(transaction: &DatabaseTransaction, row: &Model) -> Result<UserStored, StorageError> {
    let email = Some(row.email_canonical.as_str());
    if others_have(transaction, row.id, Column::EmailCanonical, email).await? {
        return Ok(UserStored::EmailTaken);
    }
    let username = row.username_canonical.as_deref();
    if others_have(transaction, row.id, Column::UsernameCanonical, username).await? {
        return Ok(UserStored::UsernameTaken);
    }
    Err(StorageError::Failed(
        "a user clashed with another that has neither its address nor its name".to_owned(),
    ))
}

/// Whether another user has this value in a unique column.
async fn others_have(
    transaction: &DatabaseTransaction,
    id: Uuid,
    column: Column,
    value: Option<&str>,
) -> Result<bool, StorageError> {
    let Some(value) = value else { return Ok(false) };
    let found = Entity::find()
        .select_only()
        .column(Column::Id)
        .filter(column.eq(value))
        .filter(Column::Id.ne(id))
        .into_tuple::<Uuid>()
        .one(transaction)
        .await;
    Ok(found.map_err(storage_error)?.is_some())
}
