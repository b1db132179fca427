//! Updates that may clash with a unique value of another row.

use domain::ports::StorageError;
use sea_orm::{DatabaseTransaction, DbErr, TransactionTrait};

use crate::errors::{is_clash, storage_error};

/// Writes inside a savepoint, since an UPDATE cannot pass a clash over and would end PostgreSQL's transaction;
/// `false`, with nothing written and the transaction still usable, when there was one.
pub(crate) async fn unless_it_clashes(
    transaction: &DatabaseTransaction,
    write: impl AsyncFnOnce(&DatabaseTransaction) -> Result<(), DbErr>,
) -> Result<bool, StorageError> {
    let savepoint = transaction.begin().await.map_err(storage_error)?;
    match write(&savepoint).await {
        Ok(()) => {
            savepoint.commit().await.map_err(storage_error)?;
            Ok(true)
        }
        Err(error) if is_clash(&error) => {
            savepoint.rollback().await.map_err(storage_error)?;
            Ok(false)
        }
        Err(error) => Err(storage_error(error)),
    }
}
