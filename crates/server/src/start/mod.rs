//! What must happen before requests can be served.

mod first_superuser;
mod obstacle;
mod schema;

use std::sync::Arc;
use std::time::Duration;

use application::operations::RecordStart;
use domain::job::BackOff;
use domain::ports::{SchemaMigrator, SecretGenerator};

use crate::error::ServerError;
use crate::settings::MigrationMode;

pub(crate) use first_superuser::{FirstSuperuser, random_password};
pub(crate) use obstacle::Obstacle;
pub(crate) use schema::prepare;

/// How long to wait for services that are not there yet. The longest wait and the try after it fit into
/// the five seconds in which a server is to notice that its database came (I14).
const BACK_OFF: BackOff = BackOff {
    first: Duration::from_millis(200),
    most: Duration::from_millis(4_500),
};

/// Brings the schema up to date, makes the first superuser, and writes the start down.
pub(crate) struct StartUp {
    pub(crate) schema: Arc<dyn SchemaMigrator>,
    pub(crate) mode: MigrationMode,
    pub(crate) secrets: Arc<dyn SecretGenerator>,
    pub(crate) first_superuser: Option<FirstSuperuser>,
    /// What writes the start down, and the command that starts.
    pub(crate) record: Option<(RecordStart, &'static str)>,
}

impl StartUp {
    /// Tries until it is done: the database may come later than this process (I14).
    ///
    /// # Errors
    /// What waiting does not mend: a refused password, a schema that is newer than this binary.
    pub(crate) async fn run(&self) -> Result<(), ServerError> {
        let mut failures = 0;
        loop {
            match self.attempt().await {
                Ok(()) => return Ok(()),
                Err(Obstacle::ForGood(error)) => return Err(error),
                Err(Obstacle::ForNow(reason)) => {
                    failures += 1;
                    self.pause(failures, &reason).await;
                }
            }
        }
    }

    async fn pause(&self, failures: u32, reason: &str) {
        let mut jitter = [0];
        self.secrets.fill(&mut jitter);
        let wait = BACK_OFF.wait(failures, jitter[0]);
        tracing::warn!(reason, ?wait, "not ready yet; will try again");
        tokio::time::sleep(wait).await;
    }

    async fn attempt(&self) -> Result<(), Obstacle> {
        prepare(&*self.schema, self.mode).await?;
        if let Some(first) = &self.first_superuser {
            first.make().await?;
        }
        if let Some((record, command)) = &self.record {
            record.execute(command).await?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests;
