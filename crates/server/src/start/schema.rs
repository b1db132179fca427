//! Who applies migrations before anything else is done.

use domain::ports::SchemaMigrator;

use super::obstacle::Obstacle;
use crate::settings::MigrationMode;

/// Brings the schema up to date where that is this process's task, and makes sure of it elsewhere (H5).
pub(crate) async fn prepare(
    schema: &dyn SchemaMigrator,
    mode: MigrationMode,
) -> Result<(), Obstacle> {
    match mode {
        MigrationMode::Auto => Ok(schema.up().await?),
        MigrationMode::Never => refuse_pending(schema).await,
    }
}

/// Somebody else applies migrations: until they have, this process waits.
async fn refuse_pending(schema: &dyn SchemaMigrator) -> Result<(), Obstacle> {
    let steps = schema.status().await?;
    match steps.iter().find(|step| !step.applied) {
        Some(step) => Err(Obstacle::ForNow(format!(
            "migration {} is pending; `portico migrate up` applies it",
            step.name
        ))),
        None => Ok(()),
    }
}
