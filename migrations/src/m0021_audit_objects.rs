//! What audit events are about, where that is no account.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::text_null;

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[derive(DeriveIden)]
enum AuditEvents {
    Table,
    Object,
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let mut object = text_null(AuditEvents::Object);
        let with = audit_events().add_column(&mut object).to_owned();
        manager.alter_table(with).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let without = audit_events().drop_column(AuditEvents::Object).to_owned();
        manager.alter_table(without).await
    }
}

fn audit_events() -> TableAlterStatement {
    Table::alter().table(AuditEvents::Table).to_owned()
}
