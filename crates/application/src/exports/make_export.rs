//! The job that makes an export.

use std::num::NonZeroU32;
use std::time::Duration;

use async_trait::async_trait;
use domain::export::{Export, ExportId, ExportState};
use domain::job::{BackOff, JobFailure, JobPolicy, JobPriority};
use domain::ports::UnitOfWork;
use domain::timestamp::Timestamp;
use domain::user::UserId;
use serde::{Deserialize, Serialize};

use super::document_writer::DocumentWriter;
use super::gather::Gatherer;
use super::interruption::Interruption;
use super::part_store::PartStore;
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
        // Each reads everything that is kept of somebody.
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
    store: PartStore,
    gatherer: Gatherer,
}

impl MakeExport {
    /// Makes the handler over these adapters.
    #[must_use]
    pub fn new(ports: &Ports) -> Self {
        Self {
            store: PartStore::new(ports),
            gatherer: Gatherer::new(ports),
        }
    }

    async fn make(&self, user: UserId, export: ExportId) -> Result<(), Interruption> {
        let attempt = self.store.begin(user, export).await?;
        let mut document = DocumentWriter::new(&self.store, attempt);
        self.gatherer.write(user, &mut document).await?;
        document.finish().await
    }
}

#[async_trait]
impl HandleJob<PersonalExport> for MakeExport {
    async fn handle(&self, _: JobContext, job: PersonalExport) -> Result<(), JobFailure> {
        let (user, export) = job.ids()?;
        let made = self.make(user, export).await;
        made.or_else(Interruption::into_result)
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
        Ok(self.store.set_aside(unit, job.ids()?, state).await?)
    }
}
