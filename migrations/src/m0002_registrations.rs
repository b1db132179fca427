//! Registrations that are under way.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{big_integer, binary_len, text, text_null};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[derive(DeriveIden)]
enum Registrations {
    Table,
    Key,
    Email,
    Step,
    PasswordHash,
    CodeKeyId,
    CodeMac,
    CodeExpiresAt,
    Attempts,
    Resends,
    ResendAvailableAt,
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
            .drop_table(Table::drop().table(Registrations::Table).to_owned())
            .await
    }
}

fn table() -> TableCreateStatement {
    Table::create()
        .table(Registrations::Table)
        .col(binary_len(Registrations::Key, 32).primary_key())
        .col(text(Registrations::Email))
        .col(text(Registrations::Step))
        .col(text_null(Registrations::PasswordHash))
        .col(text(Registrations::CodeKeyId))
        .col(binary_len(Registrations::CodeMac, 32))
        .col(big_integer(Registrations::CodeExpiresAt))
        .col(big_integer(Registrations::Attempts))
        .col(big_integer(Registrations::Resends))
        .col(big_integer(Registrations::ResendAvailableAt))
        .col(big_integer(Registrations::CreatedAt))
        .col(big_integer(Registrations::ExpiresAt))
        .to_owned()
}

/// What the purge looks for (A14).
fn by_end() -> IndexCreateStatement {
    Index::create()
        .name("registrations_expires_at")
        .table(Registrations::Table)
        .col(Registrations::ExpiresAt)
        .to_owned()
}
