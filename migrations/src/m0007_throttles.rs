//! The memory of failures. It has no column that anybody could be found by: the key is a keyed digest.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{big_integer, binary_len};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[derive(DeriveIden)]
enum Throttles {
    Table,
    Key,
    Failures,
    WindowBeganAt,
    InARow,
    BlockedUntil,
    ForgettableAt,
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.create_table(table()).await?;
        manager.create_index(by_end()).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager
            .drop_table(Table::drop().table(Throttles::Table).to_owned())
            .await
    }
}

fn table() -> TableCreateStatement {
    Table::create()
        .table(Throttles::Table)
        .col(binary_len(Throttles::Key, 32).primary_key())
        .col(big_integer(Throttles::Failures))
        .col(big_integer(Throttles::WindowBeganAt))
        .col(big_integer(Throttles::InARow))
        .col(big_integer(Throttles::BlockedUntil))
        .col(big_integer(Throttles::ForgettableAt))
        .to_owned()
}

/// What the purge looks for.
fn by_end() -> IndexCreateStatement {
    Index::create()
        .name("throttles_forgettable_at")
        .table(Throttles::Table)
        .col(Throttles::ForgettableAt)
        .to_owned()
}
