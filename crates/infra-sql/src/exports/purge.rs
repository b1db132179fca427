//! Removing exports whose day is over: their parts first, so that no transaction is as large as a document.

use domain::ports::StorageError;
use domain::timestamp::Timestamp;
use sea_orm::{ConnectionTrait, Statement, Value};

use crate::dialect::Dialect;
use crate::errors::storage_error;
use crate::purge::Perishable;
use crate::unit_of_work::SqlUnitOfWork;

const EXPORTS: Perishable = Perishable {
    table: "exports",
    primary_key: "user_id",
    end: "expires_at",
    only: None,
};

impl SqlUnitOfWork {
    pub(super) async fn remove_ended_exports(
        &self,
        now: Timestamp,
        limit: u32,
    ) -> Result<u64, StorageError> {
        let removal = parts_of_ended(&self.transaction, self.dialect, now, limit);
        let removed = self.transaction.execute_raw(removal).await;
        let parts = removed.map_err(storage_error)?.rows_affected();
        let left = u64::from(limit).saturating_sub(parts);
        if left == 0 {
            return Ok(parts);
        }
        let left = u32::try_from(left).unwrap_or(limit);
        Ok(parts + self.remove_ended(&EXPORTS, now, left).await?)
    }
}

/// It passes by exports that somebody works with at this moment, as every purge does.
fn parts_of_ended(
    db: &impl ConnectionTrait,
    dialect: Dialect,
    now: Timestamp,
    limit: u32,
) -> Statement {
    let sql = format!(
        "WITH ended AS ( \
           SELECT export_parts.export_id, export_parts.number FROM exports \
           JOIN export_parts ON export_parts.export_id = exports.id \
           WHERE exports.expires_at <= $1 ORDER BY exports.expires_at LIMIT $2 {skip_locked} \
         ) \
         DELETE FROM export_parts WHERE (export_id, number) IN (SELECT export_id, number FROM ended)",
        skip_locked = dialect.skip_locked(),
    );
    let values: [Value; 2] = [now.unix_micros().into(), i64::from(limit).into()];
    Statement::from_sql_and_values(db.get_database_backend(), sql, values)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::explain::{databases, is_slow, plan};

    // I21: however many exports can still be fetched.
    #[tokio::test]
    async fn the_purge_goes_by_its_indexes() {
        let [sqlite, _] = databases().await;
        let now = Timestamp::from_unix_micros(0);
        let purge = parts_of_ended(&sqlite, Dialect::Sqlite, now, 1);
        let plan = plan(&sqlite, purge).await;
        assert!(plan.contains("INDEX exports_expires_at"), "{plan}");
        assert!(!is_slow(&plan), "{plan}");
    }
}
