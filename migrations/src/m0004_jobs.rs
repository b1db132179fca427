//! Background jobs: the transactional outbox.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{
    big_integer, big_integer_null, pk_uuid, text, text_null, uuid_null,
};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[derive(DeriveIden)]
enum Jobs {
    Table,
    Id,
    Kind,
    Payload,
    State,
    RunAt,
    DueAt,
    Deadline,
    Attempts,
    MaxAttempts,
    IdempotencyKey,
    Lease,
    LastError,
    CreatedAt,
    FinishedAt,
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.create_table(table()).await?;
        manager.create_index(claimable()).await?;
        manager.create_index(idempotent()).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager
            .drop_table(Table::drop().table(Jobs::Table).to_owned())
            .await
    }
}

fn table() -> TableCreateStatement {
    Table::create()
        .table(Jobs::Table)
        .col(pk_uuid(Jobs::Id))
        .col(text(Jobs::Kind))
        .col(text(Jobs::Payload))
        .col(text(Jobs::State))
        .col(big_integer(Jobs::RunAt))
        .col(big_integer_null(Jobs::DueAt))
        .col(big_integer_null(Jobs::Deadline))
        .col(big_integer(Jobs::Attempts))
        .col(big_integer(Jobs::MaxAttempts))
        .col(text_null(Jobs::IdempotencyKey))
        .col(uuid_null(Jobs::Lease))
        .col(text_null(Jobs::LastError))
        .col(big_integer(Jobs::CreatedAt))
        .col(big_integer_null(Jobs::FinishedAt))
        .to_owned()
}

/// What a claim reads, in its order. `due_at` is the moment from which a job can be claimed: that of a
/// queued job's turn, that of a running job's end of lease, none once it is finished. So one index that
/// holds unfinished jobs only answers the whole question, however many are kept (I21).
fn claimable() -> IndexCreateStatement {
    Index::create()
        .name("jobs_due_at")
        .table(Jobs::Table)
        .col(Jobs::DueAt)
        .col(Jobs::Id)
        .cond_where(Expr::col(Jobs::DueAt).is_not_null())
        .to_owned()
}

fn idempotent() -> IndexCreateStatement {
    Index::create()
        .name("jobs_idempotency_key")
        .table(Jobs::Table)
        .col(Jobs::IdempotencyKey)
        .unique()
        .to_owned()
}
