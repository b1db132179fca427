//! Password recovery links. They name an address and no account, which there may not be (F9r).

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{big_integer, binary_len, text};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[derive(DeriveIden)]
enum PasswordResets {
    Table,
    Digest,
    Email,
    EmailCanonical,
    CreatedAt,
    ExpiresAt,
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.create_table(table()).await?;
        manager.create_index(of_an_address()).await?;
        manager.create_index(by_end()).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager
            .drop_table(Table::drop().table(PasswordResets::Table).to_owned())
            .await
    }
}

fn table() -> TableCreateStatement {
    Table::create()
        .table(PasswordResets::Table)
        .col(binary_len(PasswordResets::Digest, 32).primary_key())
        .col(text(PasswordResets::Email))
        .col(text(PasswordResets::EmailCanonical))
        .col(big_integer(PasswordResets::CreatedAt))
        .col(big_integer(PasswordResets::ExpiresAt))
        .to_owned()
}

/// Unique, so that racing requests cannot leave two links that work.
fn of_an_address() -> IndexCreateStatement {
    Index::create()
        .name("password_resets_email_canonical")
        .table(PasswordResets::Table)
        .col(PasswordResets::EmailCanonical)
        .unique()
        .to_owned()
}

/// What the purge looks for.
fn by_end() -> IndexCreateStatement {
    Index::create()
        .name("password_resets_expires_at")
        .table(PasswordResets::Table)
        .col(PasswordResets::ExpiresAt)
        .to_owned()
}
