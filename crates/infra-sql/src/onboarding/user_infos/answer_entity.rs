//! The table `user_answers`.

use std::fmt;

use sea_orm::entity::prelude::*;

use crate::onboarding::questions;

#[derive(Clone, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "user_answers")]
pub(crate) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub(crate) user_id: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub(crate) question_id: Uuid,
    pub(crate) kind: String,
    pub(crate) value: String,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub(crate) enum Relation {
    #[sea_orm(
        belongs_to = "questions::Entity",
        from = "Column::QuestionId",
        to = "questions::Column::Id"
    )]
    Question,
}

impl Related<questions::Entity> for Entity {
    fn to() -> RelationDef {
        Relation::Question.def()
    }
}

impl ActiveModelBehavior for ActiveModel {}

/// Without what somebody answered (H2).
impl fmt::Debug for Model {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("user_answers::Model")
            .field("user_id", &self.user_id)
            .field("question_id", &self.question_id)
            .finish_non_exhaustive()
    }
}
