//! What a claim reads of a kind of which only so many may run, in its order.

use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[derive(DeriveIden)]
enum Jobs {
    Table,
    Id,
    Kind,
    Priority,
    DueAt,
}

const BY_KIND: &str = "jobs_kind_due_at";

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.create_index(by_kind()).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let index = Index::drop().name(BY_KIND).table(Jobs::Table).to_owned();
        manager.drop_index(index).await
    }
}

/// Without it, a few jobs of one kind would be looked for behind all of the others (I21).
fn by_kind() -> IndexCreateStatement {
    Index::create()
        .name(BY_KIND)
        .table(Jobs::Table)
        .col(Jobs::Kind)
        .col(Jobs::Priority)
        .col(Jobs::DueAt)
        .col(Jobs::Id)
        .cond_where(Expr::col(Jobs::DueAt).is_not_null())
        .to_owned()
}
