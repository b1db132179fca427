//! Forgetting, one statement for a batch.

use domain::timestamp::Timestamp;
use sea_orm::{ConnectionTrait, DatabaseTransaction, DbErr, Statement};

use crate::dialect::Dialect;

/// Removes up to `limit` throttles that are forgettable; says how many.
pub(crate) async fn execute(
    transaction: &DatabaseTransaction,
    dialect: Dialect,
    now: Timestamp,
    limit: u32,
) -> Result<u64, DbErr> {
    let values = [now.unix_micros().into(), i64::from(limit).into()];
    let backend = transaction.get_database_backend();
    let purge = Statement::from_sql_and_values(backend, sql(dialect), values);
    Ok(transaction.execute_raw(purge).await?.rows_affected())
}

/// A throttle that somebody is counting on at this moment is passed by: waiting for it could end in a
/// deadlock with a unit that counts for two keys, and it would be forgotten although it was just renewed.
fn sql(dialect: Dialect) -> String {
    format!(
        "WITH forgettable AS ( \
           SELECT key FROM throttles WHERE forgettable_at <= $1 \
           ORDER BY forgettable_at LIMIT $2 {skip_locked} \
         ) \
         DELETE FROM throttles WHERE key IN (SELECT key FROM forgettable)",
        skip_locked = dialect.skip_locked(),
    )
}
