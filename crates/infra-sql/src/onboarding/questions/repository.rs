//! Questions inside a unit of work.

use async_trait::async_trait;
use domain::onboarding::{Question, QuestionId, QuestionStored};
use domain::ports::{QuestionRepository, StorageError};
use sea_orm::sea_query::{LockType, OnConflict};
use sea_orm::{ActiveModelTrait, EntityTrait, IntoActiveModel, QueryOrder, QuerySelect};

use super::entity::{Column, Entity, Model};
use crate::errors::{storage_error, was_inserted};
use crate::onboarding::{queries, user_infos};
use crate::savepoint::unless_it_clashes;
use crate::unit_of_work::SqlUnitOfWork;

#[async_trait]
impl QuestionRepository for SqlUnitOfWork {
    async fn insert(&mut self, question: &Question) -> Result<QuestionStored, StorageError> {
        let same_key = OnConflict::column(Column::Key).do_nothing().to_owned();
        let inserted = Entity::insert(Model::from(question).into_active_model())
            .on_conflict(same_key)
            .exec_without_returning(&self.transaction)
            .await;
        was_inserted(inserted).map(stored)
    }

    async fn lock(&mut self, id: QuestionId) -> Result<Option<Question>, StorageError> {
        let row = Entity::find_by_id(id.as_uuid())
            .lock_exclusive()
            .one(&self.transaction)
            .await;
        row.map_err(storage_error)?
            .map(Question::try_from)
            .transpose()
    }

    async fn save(&mut self, question: &Question) -> Result<QuestionStored, StorageError> {
        let row = Model::from(question).into_active_model().reset_all();
        let is_written = unless_it_clashes(&self.transaction, async |savepoint| {
            row.update(savepoint).await.map(drop)
        });
        is_written.await.map(stored)
    }

    async fn delete(&mut self, id: QuestionId) -> Result<(), StorageError> {
        Entity::delete_by_id(id.as_uuid())
            .exec(&self.transaction)
            .await
            .map_err(storage_error)?;
        Ok(())
    }

    async fn has_answers(&mut self, id: QuestionId) -> Result<bool, StorageError> {
        user_infos::has_answers(&self.transaction, id).await
    }

    /// Shared, so that users do not wait for one another, and in the order of the ids, so that nobody waits in a
    /// ring. The list is put in order afterwards: a question may have moved while its lock was waited for.
    async fn lock_asked(&mut self) -> Result<Vec<Question>, StorageError> {
        let rows = queries::asked()
            .order_by_asc(Column::Id)
            .lock(LockType::Share)
            .all(&self.transaction)
            .await
            .map_err(storage_error)?;
        queries::in_order(rows)
    }
}

const fn stored(is_written: bool) -> QuestionStored {
    if is_written {
        QuestionStored::Stored
    } else {
        QuestionStored::KeyTaken
    }
}
