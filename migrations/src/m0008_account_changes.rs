//! What changing and listing accounts needs of them.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{text, text_null};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[derive(DeriveIden)]
enum Users {
    Table,
    Id,
    PendingEmail,
    SearchedText,
    CreatedAt,
}

const BY_AGE: &str = "users_created_at";

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for mut column in [
            text_null(Users::PendingEmail),
            text(Users::SearchedText).default("").take(),
        ] {
            let with = users().add_column(&mut column).to_owned();
            manager.alter_table(with).await?;
        }
        let db = manager.get_connection();
        db.execute_unprepared(FILL_SEARCHED_TEXT).await?;
        manager.create_index(by_age()).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager
            .drop_index(Index::drop().name(BY_AGE).table(Users::Table).to_owned())
            .await?;
        for column in [Users::PendingEmail, Users::SearchedText] {
            let without = users().drop_column(column).to_owned();
            manager.alter_table(without).await?;
        }
        Ok(())
    }
}

/// Of full names only what the database can fold by itself; the next change of an account folds all of it.
const FILL_SEARCHED_TEXT: &str = "UPDATE users SET searched_text = email_canonical || '\n' || \
     coalesce(username_canonical, '') || '\n' || lower(coalesce(full_name, ''))";

fn users() -> TableAlterStatement {
    Table::alter().table(Users::Table).to_owned()
}

/// What lists are read by, from its end: newest first.
fn by_age() -> IndexCreateStatement {
    Index::create()
        .name(BY_AGE)
        .table(Users::Table)
        .col(Users::CreatedAt)
        .col(Users::Id)
        .to_owned()
}
