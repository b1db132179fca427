//! Registrations inside a unit of work.

use async_trait::async_trait;
use domain::ports::{RegistrationRepository, StorageError};
use domain::registration::{Registration, RegistrationKey};
use domain::timestamp::Timestamp;
use sea_orm::{
    ActiveModelTrait, ConnectionTrait, EntityTrait, IntoActiveModel, QuerySelect, Statement, Value,
};

use super::entity::{Entity, Model};
use crate::errors::storage_error;
use crate::unit_of_work::SqlUnitOfWork;

#[async_trait]
impl RegistrationRepository for SqlUnitOfWork {
    async fn insert(&mut self, registration: &Registration) -> Result<(), StorageError> {
        Entity::insert(Model::from(registration).into_active_model())
            .exec_without_returning(&self.transaction)
            .await
            .map_err(storage_error)?;
        Ok(())
    }

    /// `FOR UPDATE` on PostgreSQL; on SQLite the unit holds the lock of the whole file already.
    async fn lock(&mut self, key: &RegistrationKey) -> Result<Option<Registration>, StorageError> {
        let row = Entity::find_by_id(key.as_bytes().to_vec())
            .lock_exclusive()
            .one(&self.transaction)
            .await
            .map_err(storage_error)?;
        row.map(Registration::try_from).transpose()
    }

    async fn save(&mut self, registration: &Registration) -> Result<(), StorageError> {
        Model::from(registration)
            .into_active_model()
            .reset_all()
            .update(&self.transaction)
            .await
            .map_err(storage_error)?;
        Ok(())
    }

    /// Sweepers that run at once pass each other by, and whoever is at a step: each waiting for rows of
    /// the other would be a deadlock. The part in front is judged once, as that of a claim is.
    async fn purge_expired(&mut self, now: Timestamp, limit: u32) -> Result<u64, StorageError> {
        let sql = format!(
            "WITH ended AS ( \
               SELECT \"key\" FROM registrations WHERE expires_at <= $1 \
               ORDER BY expires_at LIMIT $2 {skip_locked} \
             ) \
             DELETE FROM registrations WHERE \"key\" IN (SELECT \"key\" FROM ended)",
            skip_locked = self.dialect.skip_locked(),
        );
        let values: [Value; 2] = [now.unix_micros().into(), i64::from(limit).into()];
        let backend = self.transaction.get_database_backend();
        let purge = Statement::from_sql_and_values(backend, sql, values);
        let purged = self.transaction.execute_raw(purge).await;
        Ok(purged.map_err(storage_error)?.rows_affected())
    }
}
