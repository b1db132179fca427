//! Changes of addresses, from the wish to the end of the time in which they can be taken back.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{big_integer, binary_len, pk_uuid, text, uuid};

use crate::m0001_users::Users;

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[derive(DeriveIden)]
enum EmailChanges {
    Table,
    Id,
    UserId,
    OldEmail,
    NewEmail,
    CodeKeyId,
    CodeMac,
    CodeExpiresAt,
    Attempts,
    UndoDigest,
    UndoExpiresAt,
    Stage,
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.create_table(table()).await?;
        manager.create_index(by_undo()).await?;
        for (name, column) in [
            ("email_changes_user_id", EmailChanges::UserId),
            ("email_changes_undo_expires_at", EmailChanges::UndoExpiresAt),
        ] {
            manager.create_index(index(name, column)).await?;
        }
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager
            .drop_table(Table::drop().table(EmailChanges::Table).to_owned())
            .await
    }
}

fn table() -> TableCreateStatement {
    Table::create()
        .table(EmailChanges::Table)
        .col(pk_uuid(EmailChanges::Id))
        .col(uuid(EmailChanges::UserId))
        .col(text(EmailChanges::OldEmail))
        .col(text(EmailChanges::NewEmail))
        .col(text(EmailChanges::CodeKeyId))
        .col(binary_len(EmailChanges::CodeMac, 32))
        .col(big_integer(EmailChanges::CodeExpiresAt))
        .col(big_integer(EmailChanges::Attempts))
        .col(binary_len(EmailChanges::UndoDigest, 32))
        .col(big_integer(EmailChanges::UndoExpiresAt))
        .col(text(EmailChanges::Stage))
        .foreign_key(&mut owner())
        .to_owned()
}

fn owner() -> ForeignKeyCreateStatement {
    ForeignKey::create()
        .name("email_changes_user")
        .from(EmailChanges::Table, EmailChanges::UserId)
        .to(Users::Table, Users::Id)
        .on_delete(ForeignKeyAction::Cascade)
        .to_owned()
}

/// What a link is looked up by; it is about one change.
fn by_undo() -> IndexCreateStatement {
    index("email_changes_undo_digest", EmailChanges::UndoDigest)
        .unique()
        .to_owned()
}

/// For the look-up by user, which the foreign key needs as well, and for the purge.
fn index(name: &str, column: EmailChanges) -> IndexCreateStatement {
    Index::create()
        .name(name)
        .table(EmailChanges::Table)
        .col(column)
        .to_owned()
}
