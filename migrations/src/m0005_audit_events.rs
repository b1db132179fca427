//! The audit log. Nothing refers to other tables, since an event outlives what it tells of.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{big_integer, pk_uuid, text, text_null, uuid_null};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[derive(DeriveIden)]
enum AuditEvents {
    Table,
    Id,
    At,
    Event,
    Outcome,
    Reason,
    ActorId,
    SubjectId,
    SessionId,
    Ip,
    UserAgent,
    RequestId,
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.create_table(table()).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager
            .drop_table(Table::drop().table(AuditEvents::Table).to_owned())
            .await
    }
}

fn table() -> TableCreateStatement {
    Table::create()
        .table(AuditEvents::Table)
        .col(pk_uuid(AuditEvents::Id))
        .col(big_integer(AuditEvents::At))
        .col(text(AuditEvents::Event))
        .col(text(AuditEvents::Outcome))
        .col(text_null(AuditEvents::Reason))
        .col(uuid_null(AuditEvents::ActorId))
        .col(uuid_null(AuditEvents::SubjectId))
        .col(uuid_null(AuditEvents::SessionId))
        .col(text_null(AuditEvents::Ip))
        .col(text_null(AuditEvents::UserAgent))
        .col(text_null(AuditEvents::RequestId))
        .to_owned()
}
