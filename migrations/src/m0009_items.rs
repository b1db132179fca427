//! Items.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{big_integer, pk_uuid, text, text_null, uuid};

use crate::m0001_users::Users;

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[derive(DeriveIden)]
enum Items {
    Table,
    Id,
    OwnerId,
    Title,
    Description,
    CreatedAt,
    UpdatedAt,
    Version,
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.create_table(table()).await?;
        manager.create_index(of_an_owner()).await?;
        manager.create_index(by_age()).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager
            .drop_table(Table::drop().table(Items::Table).to_owned())
            .await
    }
}

fn table() -> TableCreateStatement {
    Table::create()
        .table(Items::Table)
        .col(pk_uuid(Items::Id))
        .col(uuid(Items::OwnerId))
        .col(text(Items::Title))
        .col(text_null(Items::Description))
        .col(big_integer(Items::CreatedAt))
        .col(big_integer(Items::UpdatedAt))
        .col(big_integer(Items::Version))
        .foreign_key(&mut owner())
        .to_owned()
}

fn owner() -> ForeignKeyCreateStatement {
    ForeignKey::create()
        .name("items_owner")
        .from(Items::Table, Items::OwnerId)
        .to(Users::Table, Users::Id)
        .on_delete(ForeignKeyAction::Cascade)
        .to_owned()
}

/// What a user's own list is read by, and what the foreign key needs. Lists are read from an index's end:
/// newest first.
fn of_an_owner() -> IndexCreateStatement {
    Index::create()
        .name("items_owner_id_created_at")
        .table(Items::Table)
        .col(Items::OwnerId)
        .col(Items::CreatedAt)
        .col(Items::Id)
        .to_owned()
}

/// What the list of everybody's is read by.
fn by_age() -> IndexCreateStatement {
    Index::create()
        .name("items_created_at")
        .table(Items::Table)
        .col(Items::CreatedAt)
        .col(Items::Id)
        .to_owned()
}
