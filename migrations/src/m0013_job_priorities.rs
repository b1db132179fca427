//! Priorities of jobs, and the lists that operators see of them.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::big_integer;
use sea_orm_migration::sea_orm::DbBackend;

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[derive(DeriveIden)]
enum Jobs {
    Table,
    Id,
    Kind,
    State,
    Priority,
    RunAt,
    DueAt,
    CreatedAt,
    FinishedAt,
}

/// The number of a normal job.
const NORMAL: i64 = 1;
const BY_DUE: &str = "jobs_due_at";
const BY_PRIORITY: &str = "jobs_priority_due_at";
const BY_AGE: &str = "jobs_created_at";
const BY_STATE: &str = "jobs_state_created_at";
const BY_END: &str = "jobs_finished_at";

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let mut priority = big_integer(Jobs::Priority).default(NORMAL).take();
        let with = jobs().add_column(&mut priority).to_owned();
        manager.alter_table(with).await?;
        manager.drop_index(drop_index(BY_DUE)).await?;
        for index in [claimable(), by_age(), by_state(), finished()] {
            manager.create_index(index).await?;
        }
        vacuum(manager, VACUUM_OFTEN).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        vacuum(manager, VACUUM_AS_OTHERS).await?;
        for name in [BY_PRIORITY, BY_AGE, BY_STATE, BY_END] {
            manager.drop_index(drop_index(name)).await?;
        }
        let without = jobs().drop_column(Jobs::Priority).to_owned();
        manager.alter_table(without).await?;
        manager.create_index(claimable_before()).await
    }
}

/// Every job leaves several dead versions of its row behind, and claims read their index from its start, where the
/// dead ones are: a fifth of a large table, which is the default, is too many (I21).
const VACUUM_OFTEN: &str = "ALTER TABLE jobs SET \
     (autovacuum_vacuum_scale_factor = 0.01, autovacuum_analyze_scale_factor = 0.01)";

const VACUUM_AS_OTHERS: &str = "ALTER TABLE jobs RESET \
     (autovacuum_vacuum_scale_factor, autovacuum_analyze_scale_factor)";

/// SQLite has nothing of the kind.
async fn vacuum(manager: &SchemaManager<'_>, sql: &str) -> Result<(), DbErr> {
    if manager.get_database_backend() == DbBackend::Postgres {
        manager.get_connection().execute_unprepared(sql).await?;
    }
    Ok(())
}

fn jobs() -> TableAlterStatement {
    Table::alter().table(Jobs::Table).to_owned()
}

fn index(name: &str) -> IndexCreateStatement {
    Index::create().name(name).table(Jobs::Table).to_owned()
}

fn drop_index(name: &str) -> IndexDropStatement {
    Index::drop().name(name).table(Jobs::Table).to_owned()
}

/// What a claim reads, in its order. It holds unfinished jobs only, however many are kept (I21); the kind is in it
/// for claims that want no jobs of some kinds.
fn claimable() -> IndexCreateStatement {
    index(BY_PRIORITY)
        .col(Jobs::Priority)
        .col(Jobs::DueAt)
        .col(Jobs::Id)
        .col(Jobs::Kind)
        .cond_where(Expr::col(Jobs::DueAt).is_not_null())
        .to_owned()
}

fn claimable_before() -> IndexCreateStatement {
    index(BY_DUE)
        .col(Jobs::DueAt)
        .col(Jobs::Id)
        .cond_where(Expr::col(Jobs::DueAt).is_not_null())
        .to_owned()
}

/// What the list of all jobs is read by, from its end: newest first.
fn by_age() -> IndexCreateStatement {
    index(BY_AGE).col(Jobs::CreatedAt).col(Jobs::Id).to_owned()
}

/// What the list of one state is read by, and all that counting the jobs needs.
fn by_state() -> IndexCreateStatement {
    index(BY_STATE)
        .col(Jobs::State)
        .col(Jobs::CreatedAt)
        .col(Jobs::Id)
        .col(Jobs::Kind)
        .col(Jobs::RunAt)
        .to_owned()
}

/// What the purge looks for.
fn finished() -> IndexCreateStatement {
    index(BY_END)
        .col(Jobs::FinishedAt)
        .cond_where(Expr::col(Jobs::State).is_in(["succeeded", "cancelled"]))
        .to_owned()
}
