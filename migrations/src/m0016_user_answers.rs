//! What users answered.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{big_integer, pk_uuid, text, uuid};

use crate::m0001_users::Users;

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[derive(DeriveIden)]
enum UserInfos {
    Table,
    UserId,
    CreatedAt,
    UpdatedAt,
    Version,
}

#[derive(DeriveIden)]
enum UserAnswers {
    Table,
    UserId,
    QuestionId,
    Kind,
    Value,
}

#[derive(DeriveIden)]
enum OnboardingQuestions {
    Table,
    Id,
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.create_table(infos()).await?;
        manager.create_table(answers()).await?;
        manager.create_index(of_a_question()).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager
            .drop_table(Table::drop().table(UserAnswers::Table).to_owned())
            .await?;
        manager
            .drop_table(Table::drop().table(UserInfos::Table).to_owned())
            .await
    }
}

/// A row of its own, since one can answer and leave every question out.
fn infos() -> TableCreateStatement {
    Table::create()
        .table(UserInfos::Table)
        .col(pk_uuid(UserInfos::UserId))
        .col(big_integer(UserInfos::CreatedAt))
        .col(big_integer(UserInfos::UpdatedAt))
        .col(big_integer(UserInfos::Version))
        .foreign_key(&mut owner())
        .to_owned()
}

/// `value` is JSON text; `kind` says how to read it.
fn answers() -> TableCreateStatement {
    Table::create()
        .table(UserAnswers::Table)
        .col(uuid(UserAnswers::UserId))
        .col(uuid(UserAnswers::QuestionId))
        .col(text(UserAnswers::Kind))
        .col(text(UserAnswers::Value))
        .primary_key(
            Index::create()
                .col(UserAnswers::UserId)
                .col(UserAnswers::QuestionId),
        )
        .foreign_key(&mut info())
        .foreign_key(&mut question())
        .to_owned()
}

fn owner() -> ForeignKeyCreateStatement {
    ForeignKey::create()
        .name("user_infos_user")
        .from(UserInfos::Table, UserInfos::UserId)
        .to(Users::Table, Users::Id)
        .on_delete(ForeignKeyAction::Cascade)
        .to_owned()
}

fn info() -> ForeignKeyCreateStatement {
    ForeignKey::create()
        .name("user_answers_user_info")
        .from(UserAnswers::Table, UserAnswers::UserId)
        .to(UserInfos::Table, UserInfos::UserId)
        .on_delete(ForeignKeyAction::Cascade)
        .to_owned()
}

/// A question that was answered cannot be removed, only retired.
fn question() -> ForeignKeyCreateStatement {
    ForeignKey::create()
        .name("user_answers_question")
        .from(UserAnswers::Table, UserAnswers::QuestionId)
        .to(OnboardingQuestions::Table, OnboardingQuestions::Id)
        .on_delete(ForeignKeyAction::Restrict)
        .to_owned()
}

/// For the foreign key, and to tell whether a question was answered.
fn of_a_question() -> IndexCreateStatement {
    Index::create()
        .name("user_answers_question_id")
        .table(UserAnswers::Table)
        .col(UserAnswers::QuestionId)
        .to_owned()
}
