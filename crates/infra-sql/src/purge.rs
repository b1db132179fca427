//! Removing and erasing what is over, one statement for a batch.

use domain::ports::StorageError;
use domain::timestamp::Timestamp;
use sea_orm::{ConnectionTrait, Statement, Value};

use crate::dialect::Dialect;
use crate::errors::storage_error;
use crate::unit_of_work::SqlUnitOfWork;

/// A table whose rows have an end.
pub(crate) struct Perishable {
    pub(crate) table: &'static str,
    pub(crate) primary_key: &'static str,
    /// The column of the moment from which on a row is over; it has an index.
    pub(crate) end: &'static str,
    /// Which rows alone are to go, as SQL in the words of that index.
    pub(crate) only: Option<&'static str>,
}

impl SqlUnitOfWork {
    /// Removes up to `limit` rows that are over, longest over first; says how many.
    pub(crate) async fn remove_ended(
        &self,
        perishable: &Perishable,
        now: Timestamp,
        limit: u32,
    ) -> Result<u64, StorageError> {
        let removal = perishable.removal(&self.transaction, self.dialect, now, limit);
        self.rows_of(removal).await
    }

    /// Makes a text empty in up to `limit` rows that are over, longest over first; says how many.
    pub(crate) async fn erase_ended(
        &self,
        perishable: &Perishable,
        column: &'static str,
        now: Timestamp,
        limit: u32,
    ) -> Result<u64, StorageError> {
        let erasure = perishable.erasure(&self.transaction, self.dialect, column, now, limit);
        self.rows_of(erasure).await
    }

    async fn rows_of(&self, purge: Statement) -> Result<u64, StorageError> {
        let purged = self.transaction.execute_raw(purge).await;
        Ok(purged.map_err(storage_error)?.rows_affected())
    }
}

impl Perishable {
    pub(crate) fn removal(
        &self,
        db: &impl ConnectionTrait,
        dialect: Dialect,
        now: Timestamp,
        limit: u32,
    ) -> Statement {
        let change = format!("DELETE FROM {}", self.table);
        Self::statement(db, self.sql(dialect, &change), now, limit)
    }

    pub(crate) fn erasure(
        &self,
        db: &impl ConnectionTrait,
        dialect: Dialect,
        column: &'static str,
        now: Timestamp,
        limit: u32,
    ) -> Statement {
        let change = format!("UPDATE {} SET {column} = ''", self.table);
        Self::statement(db, self.sql(dialect, &change), now, limit)
    }

    fn statement(db: &impl ConnectionTrait, sql: String, now: Timestamp, limit: u32) -> Statement {
        let values: [Value; 2] = [now.unix_micros().into(), i64::from(limit).into()];
        Statement::from_sql_and_values(db.get_database_backend(), sql, values)
    }

    /// Sweepers that run at once pass each other by, and whoever works with a row at this moment: each waiting
    /// for rows of the other would be a deadlock. The part in front is judged once, as that of a claim is.
    fn sql(&self, dialect: Dialect, change: &str) -> String {
        let Self {
            table,
            primary_key,
            end,
            only,
        } = self;
        let only = only.map_or(String::new(), |only| format!("AND {only}"));
        format!(
            "WITH ended AS ( \
               SELECT \"{primary_key}\" FROM {table} WHERE {end} <= $1 {only} \
               ORDER BY {end} LIMIT $2 {skip_locked} \
             ) \
             {change} WHERE \"{primary_key}\" IN (SELECT \"{primary_key}\" FROM ended)",
            skip_locked = dialect.skip_locked(),
        )
    }
}
