//! Registrations inside a unit of work.

use async_trait::async_trait;
use domain::ports::{RegistrationRepository, StorageError};
use domain::registration::{Registration, RegistrationKey};
use domain::timestamp::Timestamp;
use sea_orm::{ActiveModelTrait, EntityTrait, IntoActiveModel, QuerySelect};

use super::entity::{Entity, Model};
use crate::errors::storage_error;
use crate::purge::Perishable;
use crate::unit_of_work::SqlUnitOfWork;

const REGISTRATIONS: Perishable = Perishable {
    table: "registrations",
    primary_key: "key",
    end: "expires_at",
    only: None,
};

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

    async fn purge_expired(&mut self, now: Timestamp, limit: u32) -> Result<u64, StorageError> {
        self.remove_ended(&REGISTRATIONS, now, limit).await
    }
}
