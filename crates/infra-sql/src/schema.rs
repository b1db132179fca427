//! The schema: what both dialects do alike once they have made sure that nobody else changes it.

use async_trait::async_trait;
use domain::ports::{MigrationStatus, SchemaError, SchemaMigrator};
use sea_orm::{DatabaseConnection, DatabaseExecutor};

use crate::errors::schema_error;

/// A change of the schema.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SchemaChange {
    /// Take every pending step.
    Up,
    /// Take the last steps back.
    Down(u32),
}

impl SchemaChange {
    /// Makes the change over a connection that holds the lock. What another instance did before the lock
    /// was free is seen here and not done again (I15).
    ///
    /// # Errors
    /// [`SchemaError::TooNew`] before anything is touched, or what the database says.
    pub async fn run<'c>(
        self,
        db: impl Into<DatabaseExecutor<'c>> + Copy,
    ) -> Result<(), SchemaError> {
        status(db.into()).await?;
        let changed = match self {
            Self::Up => migrations::up(db.into()).await,
            Self::Down(steps) => migrations::down(db.into(), steps).await,
        };
        changed.map_err(schema_error)
    }
}

/// What a dialect does to be the only one that changes the schema.
#[async_trait]
pub trait SchemaLock: Send + Sync {
    /// Waits for the lock, runs the change under it and gives the lock back whatever came of it.
    ///
    /// # Errors
    /// As [`SchemaChange::run`], and [`SchemaError::Unavailable`] when the lock is not free in time.
    async fn run(&self, change: SchemaChange) -> Result<(), SchemaError>;
}

/// The schema of an open database.
pub struct SqlSchema<L> {
    reader: DatabaseConnection,
    lock: L,
}

impl<L: SchemaLock> SqlSchema<L> {
    /// Takes a connection to read the state with, and the dialect's lock.
    #[must_use]
    pub const fn new(reader: DatabaseConnection, lock: L) -> Self {
        Self { reader, lock }
    }
}

#[async_trait]
impl<L: SchemaLock> SchemaMigrator for SqlSchema<L> {
    /// A schema that is up to date is left alone, so that a role that may not change it will do (H5).
    async fn up(&self) -> Result<(), SchemaError> {
        if self.status().await?.iter().all(|step| step.applied) {
            return Ok(());
        }
        self.lock.run(SchemaChange::Up).await
    }

    /// Asks for the state first: that gives up soon when storage is away, the lock is waited for longer.
    async fn down(&self, steps: u32) -> Result<(), SchemaError> {
        self.status().await?;
        self.lock.run(SchemaChange::Down(steps)).await
    }

    async fn status(&self) -> Result<Vec<MigrationStatus>, SchemaError> {
        status((&self.reader).into()).await
    }
}

async fn status(db: DatabaseExecutor<'_>) -> Result<Vec<MigrationStatus>, SchemaError> {
    let applied = migrations::applied(db).await.map_err(schema_error)?;
    compare(migrations::known(), &applied)
}

fn compare(known: Vec<String>, applied: &[String]) -> Result<Vec<MigrationStatus>, SchemaError> {
    if let Some(unknown) = applied.iter().find(|name| !known.contains(name)) {
        return Err(SchemaError::TooNew(unknown.clone()));
    }
    let state = |name: String| MigrationStatus {
        applied: applied.contains(&name),
        name,
    };
    Ok(known.into_iter().map(state).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(names: &[&str]) -> Vec<String> {
        names.iter().map(|&name| name.to_owned()).collect()
    }

    #[test]
    fn pending_steps_are_those_that_the_database_has_not() {
        let steps = compare(names(&["m1", "m2"]), &names(&["m1"])).unwrap();
        let applied: Vec<_> = steps.iter().map(|step| step.applied).collect();
        assert_eq!(applied, [true, false]);
    }

    // I15
    #[test]
    fn a_step_that_is_not_known_is_too_new() {
        let refusal = compare(names(&["m1"]), &names(&["m1", "m2"]));
        assert_eq!(refusal, Err(SchemaError::TooNew("m2".to_owned())));
    }
}
