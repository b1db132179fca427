//! What the audit log is read by, from its end: newest first.

use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[derive(Clone, Copy, DeriveIden)]
enum AuditEvents {
    Table,
    Id,
    At,
    ActorId,
    SubjectId,
}

const BY_AGE: &str = "audit_events_at";
const BY_SUBJECT: &str = "audit_events_subject_id_at";
const BY_ACTOR: &str = "audit_events_actor_id_at";

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for (name, of) in [
            (BY_AGE, None),
            (BY_SUBJECT, Some(AuditEvents::SubjectId)),
            (BY_ACTOR, Some(AuditEvents::ActorId)),
        ] {
            manager.create_index(by_age(name, of)).await?;
        }
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for name in [BY_AGE, BY_SUBJECT, BY_ACTOR] {
            let index = Index::drop()
                .name(name)
                .table(AuditEvents::Table)
                .to_owned();
            manager.drop_index(index).await?;
        }
        Ok(())
    }
}

/// Of everybody's events, or of those of each account.
fn by_age(name: &str, of: Option<AuditEvents>) -> IndexCreateStatement {
    let mut index = Index::create().name(name).table(AuditEvents::Table).take();
    if let Some(account) = of {
        index.col(account);
    }
    index.col(AuditEvents::At).col(AuditEvents::Id).take()
}
