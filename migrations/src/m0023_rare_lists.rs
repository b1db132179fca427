//! What lists of one kind of job, and of one kind of audit event, are read by: a rare kind must not cost a walk
//! through everything that is newer.

use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[derive(DeriveIden)]
enum Jobs {
    Table,
    Id,
    Kind,
    CreatedAt,
}

#[derive(DeriveIden)]
enum AuditEvents {
    Table,
    Id,
    Event,
    At,
}

const JOBS_BY_KIND: &str = "jobs_kind_created_at";
const EVENTS_BY_NAME: &str = "audit_events_event_at";

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.create_index(jobs_by_kind()).await?;
        manager.create_index(events_by_name()).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let events = Index::drop()
            .name(EVENTS_BY_NAME)
            .table(AuditEvents::Table)
            .to_owned();
        manager.drop_index(events).await?;
        let jobs = Index::drop()
            .name(JOBS_BY_KIND)
            .table(Jobs::Table)
            .to_owned();
        manager.drop_index(jobs).await
    }
}

fn jobs_by_kind() -> IndexCreateStatement {
    Index::create()
        .name(JOBS_BY_KIND)
        .table(Jobs::Table)
        .col(Jobs::Kind)
        .col(Jobs::CreatedAt)
        .col(Jobs::Id)
        .to_owned()
}

fn events_by_name() -> IndexCreateStatement {
    Index::create()
        .name(EVENTS_BY_NAME)
        .table(AuditEvents::Table)
        .col(AuditEvents::Event)
        .col(AuditEvents::At)
        .col(AuditEvents::Id)
        .to_owned()
}
