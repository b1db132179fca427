//! Sessions: the truth that every token is checked against.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{
    big_integer, big_integer_null, pk_uuid, text_null, uuid, uuid_null,
};

use crate::m0001_users::Users;

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[derive(DeriveIden)]
enum Sessions {
    Table,
    Id,
    UserId,
    CreatedAt,
    AuthTime,
    LastSeenAt,
    IdleExpiresAt,
    AbsoluteExpiresAt,
    Generation,
    CurrentToken,
    CurrentIssuedAt,
    CurrentExpiresAt,
    CurrentUsedAt,
    PreviousToken,
    RevokedAt,
    RevocationReason,
    Ip,
    UserAgent,
    RequestId,
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.create_table(table()).await?;
        manager.create_index(of_a_user()).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager
            .drop_table(Table::drop().table(Sessions::Table).to_owned())
            .await
    }
}

fn table() -> TableCreateStatement {
    Table::create()
        .table(Sessions::Table)
        .col(pk_uuid(Sessions::Id))
        .col(uuid(Sessions::UserId))
        .col(big_integer(Sessions::CreatedAt))
        .col(big_integer(Sessions::AuthTime))
        .col(big_integer(Sessions::LastSeenAt))
        .col(big_integer(Sessions::IdleExpiresAt))
        .col(big_integer(Sessions::AbsoluteExpiresAt))
        .col(big_integer(Sessions::Generation))
        .col(uuid(Sessions::CurrentToken))
        .col(big_integer(Sessions::CurrentIssuedAt))
        .col(big_integer(Sessions::CurrentExpiresAt))
        .col(big_integer_null(Sessions::CurrentUsedAt))
        .col(uuid_null(Sessions::PreviousToken))
        .col(big_integer_null(Sessions::RevokedAt))
        .col(text_null(Sessions::RevocationReason))
        .col(text_null(Sessions::Ip))
        .col(text_null(Sessions::UserAgent))
        .col(text_null(Sessions::RequestId))
        .foreign_key(&mut owner())
        .to_owned()
}

fn owner() -> ForeignKeyCreateStatement {
    ForeignKey::create()
        .name("sessions_user")
        .from(Sessions::Table, Sessions::UserId)
        .to(Users::Table, Users::Id)
        .on_delete(ForeignKeyAction::Cascade)
        .to_owned()
}

/// Neither database makes an index for a foreign key; without one, deleting a user reads every session.
fn of_a_user() -> IndexCreateStatement {
    Index::create()
        .name("sessions_user_id")
        .table(Sessions::Table)
        .col(Sessions::UserId)
        .to_owned()
}
