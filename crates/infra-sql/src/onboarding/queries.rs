//! Questions and answers as reads see them.

use async_trait::async_trait;
use domain::onboarding::{Question, QuestionId, UserInfo};
use domain::ports::{OnboardingQueries, StorageError};
use domain::user::UserId;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, Select};

use super::questions::{Column, Entity, Model};
use super::user_infos;
use crate::errors::storage_error;
use crate::storage::SqlStorage;

#[async_trait]
impl OnboardingQueries for SqlStorage {
    async fn questions(&self) -> Result<Vec<Question>, StorageError> {
        let rows = asked().all(&self.reader).await;
        in_order(rows.map_err(storage_error)?)
    }

    async fn question(&self, id: QuestionId) -> Result<Option<Question>, StorageError> {
        let row = Entity::find_by_id(id.as_uuid()).one(&self.reader).await;
        row.map_err(storage_error)?
            .map(Question::try_from)
            .transpose()
    }

    async fn user_info(&self, user: UserId) -> Result<Option<UserInfo>, StorageError> {
        user_infos::find(&self.reader, user_infos::of(user)).await
    }
}

/// The questions that are asked.
pub(super) fn asked() -> Select<Entity> {
    Entity::find().filter(Column::RetiredAt.is_null())
}

/// By position, ties by key. Not the database's business: how it compares texts depends on its locale.
pub(super) fn in_order(rows: Vec<Model>) -> Result<Vec<Question>, StorageError> {
    let questions = rows.into_iter().map(Question::try_from);
    let mut questions = questions.collect::<Result<Vec<_>, _>>()?;
    questions.sort_by(|one, other| {
        let place = |it: &Question| it.draft.position;
        let by_position = place(one).cmp(&place(other));
        by_position.then_with(|| one.draft.key.cmp(&other.draft.key))
    });
    Ok(questions)
}
