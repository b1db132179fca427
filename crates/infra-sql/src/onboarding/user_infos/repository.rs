//! Answers inside a unit of work.

use async_trait::async_trait;
use domain::onboarding::UserInfo;
use domain::ports::{StorageError, UserInfoRepository};
use domain::user::UserId;
use sea_orm::sea_query::OnConflict;
use sea_orm::{
    ActiveModelTrait, ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter, QuerySelect,
};

use super::answer_entity as answers;
use super::entity::{Column, Entity, Model};
use super::reading;
use crate::errors::{storage_error, was_inserted};
use crate::unit_of_work::SqlUnitOfWork;

#[async_trait]
impl UserInfoRepository for SqlUnitOfWork {
    async fn insert(&mut self, info: &UserInfo) -> Result<bool, StorageError> {
        let taken = OnConflict::column(Column::UserId).do_nothing().to_owned();
        let inserted = Entity::insert(Model::from(info).into_active_model())
            .on_conflict(taken)
            .exec_without_returning(&self.transaction)
            .await;
        let is_first = was_inserted(inserted)?;
        if is_first {
            self.insert_answers(info).await?;
        }
        Ok(is_first)
    }

    async fn lock(&mut self, user: UserId) -> Result<Option<UserInfo>, StorageError> {
        reading::find(&self.transaction, reading::of(user).lock_exclusive()).await
    }

    async fn save(&mut self, info: &UserInfo) -> Result<(), StorageError> {
        Model::from(info)
            .into_active_model()
            .reset_all()
            .update(&self.transaction)
            .await
            .map_err(storage_error)?;
        answers::Entity::delete_many()
            .filter(answers::Column::UserId.eq(info.user.as_uuid()))
            .exec(&self.transaction)
            .await
            .map_err(storage_error)?;
        self.insert_answers(info).await
    }

    /// The answers go by their foreign key.
    async fn delete(&mut self, user: UserId) -> Result<bool, StorageError> {
        let deleted = Entity::delete_by_id(user.as_uuid())
            .exec(&self.transaction)
            .await;
        Ok(deleted.map_err(storage_error)?.rows_affected > 0)
    }
}

impl SqlUnitOfWork {
    async fn insert_answers(&self, info: &UserInfo) -> Result<(), StorageError> {
        if info.answers.is_empty() {
            return Ok(());
        }
        let rows = info.answers.iter();
        let rows = rows.map(|answer| answers::Model::of(info.user, answer).into_active_model());
        answers::Entity::insert_many(rows)
            .exec_without_returning(&self.transaction)
            .await
            .map_err(storage_error)?;
        Ok(())
    }
}
