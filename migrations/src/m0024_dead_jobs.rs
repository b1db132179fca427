//! What the purges of dead jobs, and of inputs that nobody will need, look for.

use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[derive(DeriveIden)]
enum Jobs {
    Table,
    Payload,
    State,
    Deadline,
    FinishedAt,
}

const DEAD_BY_END: &str = "jobs_dead_finished_at";
const LATE_BY_DEADLINE: &str = "jobs_late_deadline";

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.create_index(dead()).await?;
        manager.create_index(late()).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for name in [LATE_BY_DEADLINE, DEAD_BY_END] {
            let index = Index::drop().name(name).table(Jobs::Table).to_owned();
            manager.drop_index(index).await?;
        }
        Ok(())
    }
}

fn dead() -> IndexCreateStatement {
    Index::create()
        .name(DEAD_BY_END)
        .table(Jobs::Table)
        .col(Jobs::FinishedAt)
        .cond_where(Expr::col(Jobs::State).eq("dead"))
        .to_owned()
}

/// A job leaves it with its input.
fn late() -> IndexCreateStatement {
    Index::create()
        .name(LATE_BY_DEADLINE)
        .table(Jobs::Table)
        .col(Jobs::Deadline)
        .cond_where(Expr::col(Jobs::State).is_in(["dead", "cancelled"]))
        .and_where(Expr::col(Jobs::Payload).ne(""))
        .to_owned()
}
