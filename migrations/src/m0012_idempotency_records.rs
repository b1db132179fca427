//! Replies that are kept for requests which may come twice. Key and fingerprint are keyed digests.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{
    big_integer, big_integer_null, binary_len, binary_null, text_null, uuid,
};

use crate::m0001_users::Users;

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[derive(DeriveIden)]
enum IdempotencyRecords {
    Table,
    Key,
    Fingerprint,
    UserId,
    Status,
    Tag,
    Body,
    ExpiresAt,
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.create_table(table()).await?;
        for (name, column) in [
            ("idempotency_records_user_id", IdempotencyRecords::UserId),
            (
                "idempotency_records_expires_at",
                IdempotencyRecords::ExpiresAt,
            ),
        ] {
            manager.create_index(index(name, column)).await?;
        }
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager
            .drop_table(Table::drop().table(IdempotencyRecords::Table).to_owned())
            .await
    }
}

/// The reply is unknown only inside the unit that makes it.
fn table() -> TableCreateStatement {
    Table::create()
        .table(IdempotencyRecords::Table)
        .col(binary_len(IdempotencyRecords::Key, 32).primary_key())
        .col(binary_len(IdempotencyRecords::Fingerprint, 32))
        .col(uuid(IdempotencyRecords::UserId))
        .col(big_integer_null(IdempotencyRecords::Status))
        .col(text_null(IdempotencyRecords::Tag))
        .col(binary_null(IdempotencyRecords::Body))
        .col(big_integer(IdempotencyRecords::ExpiresAt))
        .foreign_key(&mut owner())
        .to_owned()
}

fn owner() -> ForeignKeyCreateStatement {
    ForeignKey::create()
        .name("idempotency_records_user")
        .from(IdempotencyRecords::Table, IdempotencyRecords::UserId)
        .to(Users::Table, Users::Id)
        .on_delete(ForeignKeyAction::Cascade)
        .to_owned()
}

/// For the foreign key, and for the purge.
fn index(name: &str, column: IdempotencyRecords) -> IndexCreateStatement {
    Index::create()
        .name(name)
        .table(IdempotencyRecords::Table)
        .col(column)
        .to_owned()
}
