//! Accounts.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{big_integer, boolean, pk_uuid, text, text_null};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[derive(DeriveIden)]
pub(crate) enum Users {
    Table,
    Id,
    Email,
    EmailCanonical,
    Username,
    UsernameCanonical,
    FullName,
    PasswordHash,
    IsActive,
    IsSuperuser,
    CreatedAt,
    UpdatedAt,
    Version,
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.create_table(table()).await?;
        let email = unique("users_email_canonical", Users::EmailCanonical);
        manager.create_index(email).await?;
        let username = unique("users_username_canonical", Users::UsernameCanonical);
        manager.create_index(username).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager
            .drop_table(Table::drop().table(Users::Table).to_owned())
            .await
    }
}

fn table() -> TableCreateStatement {
    Table::create()
        .table(Users::Table)
        .col(pk_uuid(Users::Id))
        .col(text(Users::Email))
        .col(text(Users::EmailCanonical))
        .col(text_null(Users::Username))
        .col(text_null(Users::UsernameCanonical))
        .col(text_null(Users::FullName))
        .col(text_null(Users::PasswordHash))
        .col(boolean(Users::IsActive))
        .col(boolean(Users::IsSuperuser))
        .col(big_integer(Users::CreatedAt))
        .col(big_integer(Users::UpdatedAt))
        .col(big_integer(Users::Version))
        .to_owned()
}

/// The judge of who gets an address or a name (A12).
fn unique(name: &str, column: Users) -> IndexCreateStatement {
    Index::create()
        .name(name)
        .table(Users::Table)
        .col(column)
        .unique()
        .to_owned()
}
