//! Removing a user with everything of theirs.

use domain::ports::StorageError;
use domain::user::User;
use sea_orm::{DatabaseTransaction, EntityTrait};

use super::entity::Entity;
use crate::errors::storage_error;
use crate::{password_resets, sessions};

/// Foreign keys take along what names the user; recovery links name an address. Sessions are locked first and in the
/// order of their ids, so that a unit that records uses is waited for and not deadlocked with.
pub(super) async fn remove(
    transaction: &DatabaseTransaction,
    user: &User,
) -> Result<(), StorageError> {
    password_resets::void(transaction, &user.email).await?;
    sessions::lock_all(transaction, user.id)
        .await
        .map_err(storage_error)?;
    Entity::delete_by_id(user.id.as_uuid())
        .exec(transaction)
        .await
        .map_err(storage_error)?;
    Ok(())
}
