//! Who waits for a code of a new address: few at any time.

use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[derive(DeriveIden)]
enum Users {
    Table,
    Id,
    PendingEmail,
}

const WAITING: &str = "users_pending_email";

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.create_index(waiting()).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let index = Index::drop().name(WAITING).table(Users::Table).to_owned();
        manager.drop_index(index).await
    }
}

fn waiting() -> IndexCreateStatement {
    Index::create()
        .name(WAITING)
        .table(Users::Table)
        .col(Users::Id)
        .cond_where(Expr::col(Users::PendingEmail).is_not_null())
        .to_owned()
}
