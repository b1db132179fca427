//! The list of steps, and what can be done with it.

use sea_orm_migration::prelude::*;
use sea_orm_migration::sea_orm::{EntityTrait, QueryOrder};
use sea_orm_migration::seaql_migrations;

use crate::{
    m0001_users, m0002_registrations, m0003_sessions, m0004_jobs, m0005_audit_events,
    m0006_session_renewal, m0007_throttles, m0008_account_changes, m0009_items,
    m0010_password_resets, m0011_email_changes, m0012_idempotency_records, m0013_job_priorities,
    m0014_job_attempts, m0015_onboarding_questions, m0016_user_answers, m0017_schedules,
    m0018_exports, m0019_audit_lists, m0020_ended_sessions, m0021_audit_objects,
    m0022_claims_by_kind, m0023_rare_lists, m0024_dead_jobs, m0025_append_only_audit,
    m0026_export_parts, m0027_pending_emails,
};

struct Catalogue;

impl MigratorTrait for Catalogue {
    fn migrations() -> Vec<Box<dyn MigrationTrait>> {
        vec![
            Box::new(m0001_users::Migration),
            Box::new(m0002_registrations::Migration),
            Box::new(m0003_sessions::Migration),
            Box::new(m0004_jobs::Migration),
            Box::new(m0005_audit_events::Migration),
            Box::new(m0006_session_renewal::Migration),
            Box::new(m0007_throttles::Migration),
            Box::new(m0008_account_changes::Migration),
            Box::new(m0009_items::Migration),
            Box::new(m0010_password_resets::Migration),
            Box::new(m0011_email_changes::Migration),
            Box::new(m0012_idempotency_records::Migration),
            Box::new(m0013_job_priorities::Migration),
            Box::new(m0014_job_attempts::Migration),
            Box::new(m0015_onboarding_questions::Migration),
            Box::new(m0016_user_answers::Migration),
            Box::new(m0017_schedules::Migration),
            Box::new(m0018_exports::Migration),
            Box::new(m0019_audit_lists::Migration),
            Box::new(m0020_ended_sessions::Migration),
            Box::new(m0021_audit_objects::Migration),
            Box::new(m0022_claims_by_kind::Migration),
            Box::new(m0023_rare_lists::Migration),
            Box::new(m0024_dead_jobs::Migration),
            Box::new(m0025_append_only_audit::Migration),
            Box::new(m0026_export_parts::Migration),
            Box::new(m0027_pending_emails::Migration),
        ]
    }
}

/// The names of every step that this build knows, oldest first.
#[must_use]
pub fn known() -> Vec<String> {
    let steps = Catalogue::migrations();
    steps.iter().map(|step| step.name().to_owned()).collect()
}

/// The names of the steps that the database has, oldest first. It only reads, so that a role without
/// the right to change the schema can ask (H5).
///
/// # Errors
/// What the database says.
pub async fn applied(db: SchemaManagerConnection<'_>) -> Result<Vec<String>, DbErr> {
    let table = Catalogue::migration_table_name().to_string();
    let manager = SchemaManager::new(db);
    if !manager.has_table(table).await? {
        return Ok(Vec::new());
    }
    let rows = seaql_migrations::Entity::find()
        .order_by_asc(seaql_migrations::Column::Version)
        .all(manager.get_connection())
        .await?;
    Ok(rows.into_iter().map(|row| row.version).collect())
}

/// Takes every step that the database does not have yet.
///
/// # Errors
/// What the database says; the steps before the one that failed stay.
pub async fn up(db: SchemaManagerConnection<'_>) -> Result<(), DbErr> {
    Catalogue::up(db, None).await
}

/// Takes the last `steps` steps back.
///
/// # Errors
/// As [`up`].
pub async fn down(db: SchemaManagerConnection<'_>, steps: u32) -> Result<(), DbErr> {
    Catalogue::down(db, Some(steps)).await
}
