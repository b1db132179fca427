//! What renewal keeps of a session, and the indexes that the sweep and the look-up of a token go by.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::big_integer_null;

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[derive(DeriveIden)]
enum Sessions {
    Table,
    Id,
    IdleExpiresAt,
    CurrentToken,
    PreviousToken,
    PreviousUsedAt,
    RevokedAt,
}

const BY_END: &str = "sessions_idle_expires_at";
const BY_CURRENT_TOKEN: &str = "sessions_current_token";
const BY_PREVIOUS_TOKEN: &str = "sessions_previous_token";

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let mut column = big_integer_null(Sessions::PreviousUsedAt);
        manager
            .alter_table(sessions().add_column(&mut column).to_owned())
            .await?;
        manager.create_index(by_end()).await?;
        for (name, column) in [
            (BY_CURRENT_TOKEN, Sessions::CurrentToken),
            (BY_PREVIOUS_TOKEN, Sessions::PreviousToken),
        ] {
            manager.create_index(by_token(name, column)).await?;
        }
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for name in [BY_END, BY_CURRENT_TOKEN, BY_PREVIOUS_TOKEN] {
            manager
                .drop_index(Index::drop().name(name).table(Sessions::Table).to_owned())
                .await?;
        }
        let without = sessions().drop_column(Sessions::PreviousUsedAt).to_owned();
        manager.alter_table(without).await
    }
}

fn sessions() -> TableAlterStatement {
    Table::alter().table(Sessions::Table).to_owned()
}

/// What the sweep reads, in its order. The idle limit never passes the absolute one, so it is the sooner of
/// the two, and sessions that were ended are not in the way however many are kept.
fn by_end() -> IndexCreateStatement {
    Index::create()
        .name(BY_END)
        .table(Sessions::Table)
        .col(Sessions::IdleExpiresAt)
        .col(Sessions::Id)
        .cond_where(Expr::col(Sessions::RevokedAt).is_null())
        .to_owned()
}

/// One for each place that a token can be in. They hold ended sessions too, since SQLite takes no partial
/// index for either side of an `OR`.
fn by_token(name: &str, column: Sessions) -> IndexCreateStatement {
    Index::create()
        .name(name)
        .table(Sessions::Table)
        .col(column)
        .to_owned()
}
