//! The audit log inside a unit of work.

use async_trait::async_trait;
use domain::audit::AuditEvent;
use domain::ports::{AuditLog, StorageError};
use sea_orm::{EntityTrait, IntoActiveModel};

use super::entity::{Entity, Model};
use crate::errors::storage_error;
use crate::unit_of_work::SqlUnitOfWork;

#[async_trait]
impl AuditLog for SqlUnitOfWork {
    async fn append(&mut self, event: &AuditEvent) -> Result<(), StorageError> {
        Entity::insert(Model::from(event).into_active_model())
            .exec_without_returning(&self.transaction)
            .await
            .map_err(storage_error)?;
        Ok(())
    }
}
