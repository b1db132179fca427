//! What the purge of ended sessions reads, in its order.

use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[derive(DeriveIden)]
enum Sessions {
    Table,
    AbsoluteExpiresAt,
    RevokedAt,
}

const BY_LIMIT: &str = "sessions_absolute_expires_at";

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.create_index(by_limit()).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let index = Index::drop()
            .name(BY_LIMIT)
            .table(Sessions::Table)
            .to_owned();
        manager.drop_index(index).await
    }
}

/// Live sessions are not in it, so that using one costs nothing more.
fn by_limit() -> IndexCreateStatement {
    Index::create()
        .name(BY_LIMIT)
        .table(Sessions::Table)
        .col(Sessions::AbsoluteExpiresAt)
        .cond_where(Expr::col(Sessions::RevokedAt).is_not_null())
        .to_owned()
}
