//! Throttles as reads see them.

use async_trait::async_trait;
use domain::ports::{StorageError, ThrottleQueries};
use domain::throttle::{Throttle, ThrottleKey};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};

use super::entity::{Column, Entity};
use crate::errors::storage_error;
use crate::storage::SqlStorage;

#[async_trait]
impl ThrottleQueries for SqlStorage {
    async fn find(&self, keys: &[ThrottleKey]) -> Result<Vec<Throttle>, StorageError> {
        let keys = keys.iter().map(|key| key.as_bytes().to_vec());
        let rows = Entity::find()
            .filter(Column::Key.is_in(keys))
            .all(&self.reader)
            .await
            .map_err(storage_error)?;
        rows.into_iter().map(Throttle::try_from).collect()
    }
}
