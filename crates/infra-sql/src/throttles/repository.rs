//! Throttles inside a unit of work.

use async_trait::async_trait;
use domain::ports::{StorageError, ThrottleRepository};
use domain::throttle::{Throttle, ThrottleKey};
use domain::timestamp::Timestamp;
use sea_orm::sea_query::OnConflict;
use sea_orm::{ConnectionTrait, EntityTrait, IntoActiveModel, Statement};

use super::entity::{Column, Entity, Model};
use crate::errors::storage_error;
use crate::purge::Perishable;
use crate::unit_of_work::SqlUnitOfWork;

const THROTTLES: Perishable = Perishable {
    table: "throttles",
    primary_key: "key",
    end: "forgettable_at",
    only: None,
};

#[async_trait]
impl ThrottleRepository for SqlUnitOfWork {
    /// Locks the key and not the row, since before the first failure there is none. An empty row put there
    /// for the purpose would be a write for every right guess, and somebody would have to clear it away.
    async fn lock(&mut self, key: &ThrottleKey) -> Result<Option<Throttle>, StorageError> {
        self.lock_key(key).await?;
        let row = Entity::find_by_id(key.as_bytes().to_vec())
            .one(&self.transaction)
            .await
            .map_err(storage_error)?;
        row.map(Throttle::try_from).transpose()
    }

    /// Puts it there or in the place of what is there: a purge may have come first.
    async fn save(
        &mut self,
        throttle: &Throttle,
        forgettable_at: Timestamp,
    ) -> Result<(), StorageError> {
        let replace = OnConflict::column(Column::Key)
            .update_columns([
                Column::Failures,
                Column::WindowBeganAt,
                Column::InARow,
                Column::BlockedUntil,
                Column::ForgettableAt,
            ])
            .to_owned();
        Entity::insert(Model::of(throttle, forgettable_at).into_active_model())
            .on_conflict(replace)
            .exec_without_returning(&self.transaction)
            .await
            .map_err(storage_error)?;
        Ok(())
    }

    async fn remove(&mut self, key: &ThrottleKey) -> Result<(), StorageError> {
        Entity::delete_by_id(key.as_bytes().to_vec())
            .exec(&self.transaction)
            .await
            .map_err(storage_error)?;
        Ok(())
    }

    /// One that somebody is counting on at this moment is passed by; it was just renewed.
    async fn purge(&mut self, now: Timestamp, limit: u32) -> Result<u64, StorageError> {
        self.remove_ended(&THROTTLES, now, limit).await
    }
}

impl SqlUnitOfWork {
    /// Until this unit ends. On SQLite the unit holds the lock of the whole file already.
    async fn lock_key(&self, key: &ThrottleKey) -> Result<(), StorageError> {
        let Some(lock) = self.dialect.advisory_lock() else {
            return Ok(());
        };
        let backend = self.transaction.get_database_backend();
        let lock = Statement::from_sql_and_values(backend, lock, [number_of(key).into()]);
        let locked = self.transaction.execute_raw(lock).await;
        locked.map(drop).map_err(storage_error)
    }
}

/// The digest's first eight bytes. Two keys that shared them would wait for one another, and nothing else.
fn number_of(key: &ThrottleKey) -> i64 {
    key.as_bytes()
        .iter()
        .take(size_of::<i64>())
        .fold(0, |number, byte| (number << 8) | i64::from(*byte))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_that_differ_at_once_have_locks_of_their_own() {
        let number = |first: u8, eighth: u8| {
            let mut digest = [0xff; 32];
            (digest[0], digest[7]) = (first, eighth);
            number_of(&ThrottleKey::from_digest(digest))
        };
        assert_eq!(number(0xff, 0xff), -1);
        assert_ne!(number(1, 0), number(0, 0));
        assert_ne!(number(0, 1), number(0, 0));
    }
}
