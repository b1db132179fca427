//! Sessions as reads see them.

use async_trait::async_trait;
use domain::ports::{SessionQueries, StorageError};
use domain::session::{SessionId, SessionWithUser};
use sea_orm::EntityTrait;

use super::entity::Entity;
use super::row::SessionWithUserRow;
use crate::errors::storage_error;
use crate::storage::SqlStorage;
use crate::users;

#[async_trait]
impl SessionQueries for SqlStorage {
    async fn find(&self, id: SessionId) -> Result<Option<SessionWithUser>, StorageError> {
        let found = Entity::find_by_id(id.as_uuid())
            .inner_join(users::Entity)
            .into_partial_model::<SessionWithUserRow>()
            .one(&self.reader)
            .await
            .map_err(storage_error)?;
        found.map(SessionWithUser::try_from).transpose()
    }
}
