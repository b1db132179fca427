//! Locking users.
//!
//! The lock of a unit that judges a user is PostgreSQL's `NO KEY UPDATE`, which lets others add sessions and items
//! of the user meanwhile; `sessions::ending` says why. On SQLite a unit holds the lock of the whole file already.

use domain::ports::StorageError;
use domain::user::{LockedUser, User, UserId};
use sea_orm::prelude::Uuid;
use sea_orm::sea_query::{Expr, ExprTrait, LockType};
use sea_orm::{
    ColumnTrait, DatabaseTransaction, EntityTrait, PartialModelTrait, QueryFilter, QueryOrder,
    QuerySelect, Select,
};

use super::entity::{Column, Entity};
use super::row::UserRow;
use crate::errors::storage_error;

/// Locks the user that is selected, if there is one, and reads it as it is then.
pub(super) async fn one<R, T>(
    transaction: &DatabaseTransaction,
    user: Select<Entity>,
) -> Result<Option<T>, StorageError>
where
    R: PartialModelTrait,
    T: TryFrom<R, Error = StorageError>,
{
    let row = user
        .lock(LockType::NoKeyUpdate)
        .into_partial_model::<R>()
        .one(transaction)
        .await
        .map_err(storage_error)?;
    row.map(T::try_from).transpose()
}

/// One statement, which locks in the order of the ids: units that lock superusers wait for one another and never in
/// a ring. Whoever was a superuser when it began and is none any more once its lock is free is left out.
pub(super) async fn with_superusers(
    transaction: &DatabaseTransaction,
    id: UserId,
) -> Result<Option<LockedUser>, StorageError> {
    let administers = Expr::col(Column::IsSuperuser).and(Expr::col(Column::IsActive));
    let rows = Entity::find()
        .filter(Column::Id.eq(id.as_uuid()).or(administers))
        .order_by_asc(Column::Id)
        .lock(LockType::NoKeyUpdate)
        .into_partial_model::<UserRow>()
        .all(transaction)
        .await
        .map_err(storage_error)?;
    let users = rows.into_iter().map(User::try_from);
    Ok(apart(users.collect::<Result<_, _>>()?, id))
}

/// The user of this id, and how many others there are.
fn apart(mut users: Vec<User>, id: UserId) -> Option<LockedUser> {
    let place = users.iter().position(|user| user.id == id)?;
    let user = users.swap_remove(place);
    Some(LockedUser {
        user,
        other_superusers: users.len() as u64,
    })
}

/// Keeps a user from being removed until the unit ends, as a foreign key would; says whether it is there.
pub(crate) async fn hold(
    transaction: &DatabaseTransaction,
    id: UserId,
) -> Result<bool, StorageError> {
    let held = Entity::find_by_id(id.as_uuid())
        .select_only()
        .column(Column::Id)
        .lock(LockType::KeyShare)
        .into_tuple::<Uuid>()
        .one(transaction)
        .await;
    Ok(held.map_err(storage_error)?.is_some())
}
