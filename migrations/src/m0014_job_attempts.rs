//! The tries of jobs that failed.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{big_integer, text, uuid};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[derive(DeriveIden)]
enum JobAttempts {
    Table,
    JobId,
    Number,
    Attempt,
    At,
    Error,
}

#[derive(DeriveIden)]
enum Jobs {
    Table,
    Id,
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.create_table(table()).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager
            .drop_table(Table::drop().table(JobAttempts::Table).to_owned())
            .await
    }
}

/// `number` counts the rows of a job; `attempt` begins anew when an operator has it tried again.
fn table() -> TableCreateStatement {
    Table::create()
        .table(JobAttempts::Table)
        .col(uuid(JobAttempts::JobId))
        .col(big_integer(JobAttempts::Number))
        .col(big_integer(JobAttempts::Attempt))
        .col(big_integer(JobAttempts::At))
        .col(text(JobAttempts::Error))
        .primary_key(
            Index::create()
                .col(JobAttempts::JobId)
                .col(JobAttempts::Number),
        )
        .foreign_key(&mut job())
        .to_owned()
}

fn job() -> ForeignKeyCreateStatement {
    ForeignKey::create()
        .name("job_attempts_job")
        .from(JobAttempts::Table, JobAttempts::JobId)
        .to(Jobs::Table, Jobs::Id)
        .on_delete(ForeignKeyAction::Cascade)
        .to_owned()
}
