//! The job that makes an export.

use std::num::NonZeroU32;
use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use domain::export::{Export, ExportId, ExportState};
use domain::job::{BackOff, JobFailure, JobPolicy, JobPriority};
use domain::ports::{Clock, StorageError, UnitOfWork, UnitOfWorkFactory};
use domain::timestamp::Timestamp;
use domain::user::UserId;
use serde::{Deserialize, Serialize};

use super::gather::Gatherer;
use crate::Ports;
use crate::jobs::{HandleJob, JobContext, JobFate, JobPayload, NoteError};

/// Which export to make, and of whose data.
#[derive(Serialize, Deserialize)]
pub struct PersonalExport {
    user: String,
    export: String,
    expires_at_micros: i64,
}

impl PersonalExport {
    /// The job of this export.
    #[must_use]
    pub fn new(export: &Export) -> Self {
        Self {
            user: export.user.to_string(),
            export: export.id.to_string(),
            expires_at_micros: export.expires_at.unix_micros(),
        }
    }

    fn ids(&self) -> Result<(UserId, ExportId), JobFailure> {
        let (user, export) = (self.user.parse(), self.export.parse());
        user.and_then(|user| Ok((user, export?)))
            .map_err(|error| JobFailure::Permanent(format!("a stored id is not one: {error}")))
    }
}

impl JobPayload for PersonalExport {
    const KIND: &'static str = "personal_export";
    const POLICY: JobPolicy = JobPolicy {
        max_attempts: 5,
        back_off: BackOff {
            first: Duration::from_secs(10),
            most: Duration::from_mins(10),
        },
        priority: JobPriority::Low,
        // Each holds a whole document in memory.
        at_once: NonZeroU32::new(2),
    };

    /// By then another can be asked for.
    fn deadline(&self) -> Option<Timestamp> {
        Some(Timestamp::from_unix_micros(self.expires_at_micros))
    }
}

/// Gathers what is kept of a user, and keeps it for them.
#[derive(Clone)]
pub struct MakeExport {
    units: Arc<dyn UnitOfWorkFactory>,
    clock: Arc<dyn Clock>,
    gatherer: Gatherer,
}

impl MakeExport {
    /// Makes the handler over these adapters.
    #[must_use]
    pub fn new(ports: &Ports) -> Self {
        Self {
            units: ports.storage.units.clone(),
            clock: ports.system.clock.clone(),
            gatherer: Gatherer::new(ports),
        }
    }

    /// Stores how far an export has come. `false` when there is nothing to go on with.
    async fn advance(
        &self,
        ids: (UserId, ExportId),
        state: ExportState,
        document: Option<&str>,
    ) -> Result<bool, StorageError> {
        let mut unit = self.units.begin().await?;
        let is_stored = self.store(&mut *unit, ids, state, document).await?;
        unit.commit().await?;
        Ok(is_stored)
    }

    /// The same in this unit. `false`, with nothing written, when the account is gone, a newer export has taken the place
    /// of this one, or a worker has made it.
    async fn store(
        &self,
        unit: &mut dyn UnitOfWork,
        (user, id): (UserId, ExportId),
        state: ExportState,
        document: Option<&str>,
    ) -> Result<bool, StorageError> {
        if unit.users().lock(user).await?.is_none() {
            return Ok(false);
        }
        let present = unit.exports().lock(user).await?;
        let present = present.filter(|it| it.id == id && it.state != ExportState::Ready);
        let Some(export) = present else {
            return Ok(false);
        };
        let export = export.at(state, self.clock.now());
        unit.exports().save(&export, document).await?;
        Ok(true)
    }
}

#[async_trait]
impl HandleJob<PersonalExport> for MakeExport {
    async fn handle(&self, _: JobContext, job: PersonalExport) -> Result<(), JobFailure> {
        let ids = job.ids()?;
        if !self
            .advance(ids, ExportState::Running, None)
            .await
            .map_err(later)?
        {
            return Ok(());
        }
        let Some(data) = self.gatherer.everything_of(ids.0).await.map_err(later)? else {
            return Ok(());
        };
        // The text of the error could quote what it is about (H2).
        let document = serde_json::to_string(&data)
            .map_err(|_| JobFailure::Permanent("the document cannot be written".to_owned()))?;
        let made = self.advance(ids, ExportState::Ready, Some(&document)).await;
        made.map(drop).map_err(later)
    }

    async fn take_note(
        &self,
        unit: &mut dyn UnitOfWork,
        fate: JobFate,
        _: JobContext,
        job: PersonalExport,
    ) -> Result<(), NoteError> {
        let state = match fate {
            JobFate::GivenUp => ExportState::Failed,
            JobFate::QueuedAgain => ExportState::Queued,
        };
        self.store(unit, job.ids()?, state, None).await?;
        Ok(())
    }
}

#[expect(clippy::needless_pass_by_value, reason = "it is what map_err gives")]
fn later(error: StorageError) -> JobFailure {
    JobFailure::Transient(error.to_string())
}
