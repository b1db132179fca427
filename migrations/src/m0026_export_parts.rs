//! Documents of exports, in sealed parts instead of one text in clear.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{big_integer, blob, text_null, uuid};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[derive(DeriveIden)]
enum Exports {
    Table,
    Id,
    Document,
    Attempt,
    Parts,
}

#[derive(DeriveIden)]
enum ExportParts {
    Table,
    ExportId,
    Number,
    Content,
}

const BY_ID: &str = "exports_id";

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        remove_documents(manager).await?;
        for column in [Exports::Attempt, Exports::Parts] {
            let mut column = big_integer(column).default(0).to_owned();
            manager
                .alter_table(exports().add_column(&mut column).to_owned())
                .await?;
        }
        let without = exports().drop_column(Exports::Document).to_owned();
        manager.alter_table(without).await?;
        manager.create_index(by_id()).await?;
        manager.create_table(parts()).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        remove_documents(manager).await?;
        manager
            .drop_table(Table::drop().table(ExportParts::Table).to_owned())
            .await?;
        let index = Index::drop().name(BY_ID).table(Exports::Table).to_owned();
        manager.drop_index(index).await?;
        let mut document = text_null(Exports::Document);
        manager
            .alter_table(exports().add_column(&mut document).to_owned())
            .await?;
        for column in [Exports::Parts, Exports::Attempt] {
            let without = exports().drop_column(column).to_owned();
            manager.alter_table(without).await?;
        }
        Ok(())
    }
}

/// The other form of them cannot be read. Their users ask for another; those under way are made anew.
async fn remove_documents(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let removal = "DELETE FROM exports WHERE state = 'ready'";
    let connection = manager.get_connection();
    connection.execute_unprepared(removal).await.map(drop)
}

fn exports() -> TableAlterStatement {
    Table::alter().table(Exports::Table).to_owned()
}

/// What parts belong to; a user may ask for another export, which has another id.
fn by_id() -> IndexCreateStatement {
    Index::create()
        .name(BY_ID)
        .table(Exports::Table)
        .col(Exports::Id)
        .unique()
        .to_owned()
}

fn parts() -> TableCreateStatement {
    let mut key = Index::create();
    key.col(ExportParts::ExportId).col(ExportParts::Number);
    Table::create()
        .table(ExportParts::Table)
        .col(uuid(ExportParts::ExportId))
        .col(big_integer(ExportParts::Number))
        .col(blob(ExportParts::Content))
        .primary_key(&mut key)
        .foreign_key(&mut whole())
        .to_owned()
}

fn whole() -> ForeignKeyCreateStatement {
    ForeignKey::create()
        .name("export_parts_export")
        .from(ExportParts::Table, ExportParts::ExportId)
        .to(Exports::Table, Exports::Id)
        .on_delete(ForeignKeyAction::Cascade)
        .to_owned()
}
