//! Personal-data exports, one for each user who asked for one.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{big_integer, pk_uuid, text, text_null, uuid};

use crate::m0001_users::Users;

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[derive(DeriveIden)]
enum Exports {
    Table,
    UserId,
    Id,
    State,
    Document,
    CreatedAt,
    ExpiresAt,
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.create_table(table()).await?;
        manager.create_index(by_end()).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager
            .drop_table(Table::drop().table(Exports::Table).to_owned())
            .await
    }
}

fn table() -> TableCreateStatement {
    Table::create()
        .table(Exports::Table)
        .col(pk_uuid(Exports::UserId))
        .col(uuid(Exports::Id))
        .col(text(Exports::State))
        .col(text_null(Exports::Document))
        .col(big_integer(Exports::CreatedAt))
        .col(big_integer(Exports::ExpiresAt))
        .foreign_key(&mut owner())
        .to_owned()
}

fn owner() -> ForeignKeyCreateStatement {
    ForeignKey::create()
        .name("exports_user")
        .from(Exports::Table, Exports::UserId)
        .to(Users::Table, Users::Id)
        .on_delete(ForeignKeyAction::Cascade)
        .to_owned()
}

/// What the purge looks for.
fn by_end() -> IndexCreateStatement {
    Index::create()
        .name("exports_expires_at")
        .table(Exports::Table)
        .col(Exports::ExpiresAt)
        .to_owned()
}
