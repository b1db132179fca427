//! Reading answers, inside a unit and outside.

use domain::onboarding::{Answer, QuestionId, UserInfo};
use domain::ports::StorageError;
use domain::timestamp::Timestamp;
use domain::user::UserId;
use domain::version::Version;
use sea_orm::prelude::Uuid;
use sea_orm::{
    ColumnTrait, ConnectionTrait, DatabaseTransaction, EntityTrait, QueryFilter, QuerySelect,
    Select,
};

use super::answer_entity as answers;
use super::answer_row::AnswerRow;
use super::entity::{Entity, Model};
use crate::errors::storage_error;
use crate::onboarding::questions;

/// The info of a user.
pub(in crate::onboarding) fn of(user: UserId) -> Select<Entity> {
    Entity::find_by_id(user.as_uuid())
}

/// The selected info with its answers.
pub(in crate::onboarding) async fn find(
    db: &impl ConnectionTrait,
    info: Select<Entity>,
) -> Result<Option<UserInfo>, StorageError> {
    let Some(row) = info.one(db).await.map_err(storage_error)? else {
        return Ok(None);
    };
    let answers = answers_of(db, row.user_id).await?;
    Ok(Some(with_answers(&row, answers)))
}

/// Whether a question was answered.
pub(in crate::onboarding) async fn has_answers(
    transaction: &DatabaseTransaction,
    question: QuestionId,
) -> Result<bool, StorageError> {
    let found = answers::Entity::find()
        .select_only()
        .column(answers::Column::UserId)
        .filter(answers::Column::QuestionId.eq(question.as_uuid()))
        .limit(1)
        .into_tuple::<Uuid>()
        .one(transaction)
        .await;
    Ok(found.map_err(storage_error)?.is_some())
}

/// By the position of their questions, ties by key, as the questions themselves are listed.
async fn answers_of(db: &impl ConnectionTrait, user: Uuid) -> Result<Vec<Answer>, StorageError> {
    let mut rows = answers::Entity::find()
        .inner_join(questions::Entity)
        .filter(answers::Column::UserId.eq(user))
        .into_partial_model::<AnswerRow>()
        .all(db)
        .await
        .map_err(storage_error)?;
    rows.sort_by(|one, other| {
        let by_position = one.question.position.cmp(&other.question.position);
        by_position.then_with(|| one.question.key.cmp(&other.question.key))
    });
    rows.into_iter().map(Answer::try_from).collect()
}

const fn with_answers(row: &Model, answers: Vec<Answer>) -> UserInfo {
    UserInfo {
        user: UserId::from_uuid(row.user_id),
        answers,
        created_at: Timestamp::from_unix_micros(row.created_at),
        updated_at: Timestamp::from_unix_micros(row.updated_at),
        version: Version::from_stored(row.version),
    }
}
