//! Onboarding questions, and those to begin with. From then on they are the operators': what they change or remove
//! stays so.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{
    big_integer, big_integer_null, boolean, pk_uuid, text, text_null, text_uniq,
};
use sea_orm_migration::sea_orm::prelude::Uuid;
use serde::Deserialize;

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[derive(DeriveIden)]
enum OnboardingQuestions {
    Table,
    Id,
    Key,
    Prompt,
    Kind,
    Choices,
    Required,
    Position,
    RetiredAt,
    CreatedAt,
    Version,
}

/// A question of `data/onboarding_questions.json`.
#[derive(Deserialize)]
struct FirstQuestion {
    id: String,
    key: String,
    prompt: String,
    kind: String,
    choices: Option<serde_json::Value>,
    required: bool,
    position: u16,
}

const FIRST_QUESTIONS: &str = include_str!("../data/onboarding_questions.json");

/// When they were made: 2026-01-01T00:00:00Z.
const MADE_AT: i64 = 1_767_225_600_000_000;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.create_table(table()).await?;
        manager.execute(first_questions()?).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager
            .drop_table(Table::drop().table(OnboardingQuestions::Table).to_owned())
            .await
    }
}

/// `choices` is JSON text.
fn table() -> TableCreateStatement {
    Table::create()
        .table(OnboardingQuestions::Table)
        .col(pk_uuid(OnboardingQuestions::Id))
        .col(text_uniq(OnboardingQuestions::Key))
        .col(text(OnboardingQuestions::Prompt))
        .col(text(OnboardingQuestions::Kind))
        .col(text_null(OnboardingQuestions::Choices))
        .col(boolean(OnboardingQuestions::Required))
        .col(big_integer(OnboardingQuestions::Position))
        .col(big_integer_null(OnboardingQuestions::RetiredAt))
        .col(big_integer(OnboardingQuestions::CreatedAt))
        .col(big_integer(OnboardingQuestions::Version))
        .to_owned()
}

fn first_questions() -> Result<InsertStatement, DbErr> {
    let questions: Vec<FirstQuestion> =
        serde_json::from_str(FIRST_QUESTIONS).map_err(unreadable)?;
    let mut insert = Query::insert()
        .into_table(OnboardingQuestions::Table)
        .columns([
            OnboardingQuestions::Id,
            OnboardingQuestions::Key,
            OnboardingQuestions::Prompt,
            OnboardingQuestions::Kind,
            OnboardingQuestions::Choices,
            OnboardingQuestions::Required,
            OnboardingQuestions::Position,
            OnboardingQuestions::CreatedAt,
            OnboardingQuestions::Version,
        ])
        .to_owned();
    for question in questions {
        insert.values(question.into_values()?).map_err(unreadable)?;
    }
    Ok(insert)
}

impl FirstQuestion {
    fn into_values(self) -> Result<[Expr; 9], DbErr> {
        let choices = self.choices.map(|choices| choices.to_string());
        Ok([
            Uuid::try_parse(&self.id).map_err(unreadable)?.into(),
            self.key.into(),
            self.prompt.into(),
            self.kind.into(),
            choices.into(),
            self.required.into(),
            i64::from(self.position).into(),
            MADE_AT.into(),
            1_i64.into(),
        ])
    }
}

fn unreadable(error: impl std::fmt::Display) -> DbErr {
    DbErr::Migration(format!("the first questions cannot be read: {error}"))
}
