//! Sessions inside a unit of work.

use async_trait::async_trait;
use domain::ports::{SessionRepository, StorageError};
use domain::session::Session;
use sea_orm::{EntityTrait, IntoActiveModel};

use super::entity::{Entity, Model};
use crate::errors::storage_error;
use crate::unit_of_work::SqlUnitOfWork;

#[async_trait]
impl SessionRepository for SqlUnitOfWork {
    async fn insert(&mut self, session: &Session) -> Result<(), StorageError> {
        Entity::insert(Model::from(session).into_active_model())
            .exec_without_returning(&self.transaction)
            .await
            .map_err(storage_error)?;
        Ok(())
    }
}
