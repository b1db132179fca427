//! What every change of a job by an operator shares.

use std::sync::Arc;

use domain::audit::{AuditAction, AuditObject};
use domain::job::{JobActionRefusal, JobId, JobRecord};
use domain::ports::{Clock, StorageError, UnitOfWork, UnitOfWorkFactory};
use domain::request_origin::RequestOrigin;
use domain::timestamp::Timestamp;
use domain::user::UserId;

use super::NoSuchJob;
use crate::audit::AuditTrail;
use crate::jobs::{JobFate, JobHandlers, JobOpener, NoteError};
use crate::{Ports, UseCaseError};

/// Which job to change.
#[derive(Clone, Debug)]
pub struct ChangeJobCommand {
    /// The job.
    pub id: JobId,
    /// The superuser who wants it; `None` at the command line.
    pub actor: Option<UserId>,
    /// Where the request came from.
    pub origin: RequestOrigin,
}

/// Why a job was not changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ChangeJobRefusal {
    /// There is none.
    #[error(transparent)]
    NotFound(#[from] NoSuchJob),
    /// Its state does not allow it.
    #[error(transparent)]
    State(#[from] JobActionRefusal),
}

/// A change of a job.
pub(super) struct JobChange {
    /// The job as it is then, by the rules of the domain.
    pub(super) rule: fn(&JobRecord, Timestamp) -> Result<JobRecord, JobActionRefusal>,
    /// What its handler is told.
    pub(super) fate: JobFate,
    /// What the audit log says of it.
    pub(super) action: AuditAction,
}

/// Changes jobs under their lock, tells their handlers, and writes down who did it.
#[derive(Clone)]
pub(super) struct JobWriter {
    units: Arc<dyn UnitOfWorkFactory>,
    clock: Arc<dyn Clock>,
    jobs: JobOpener,
    audit: AuditTrail,
}

impl JobWriter {
    pub(super) fn new(ports: &Ports, handlers: &JobHandlers) -> Self {
        Self {
            units: ports.storage.units.clone(),
            clock: ports.system.clock.clone(),
            jobs: JobOpener::new(ports, handlers.clone()),
            audit: AuditTrail::new(ports.system.ids.clone()),
        }
    }

    /// Changes a job and gives it as it is then.
    pub(super) async fn write(
        &self,
        command: &ChangeJobCommand,
        change: &JobChange,
    ) -> Result<JobRecord, UseCaseError<ChangeJobRefusal>> {
        let now = self.clock.now();
        let (mut unit, after) = self.begin_told(command, change, now).await?;
        let event = self.audit.event(change.action, now, &command.origin);
        let mut event = event.of(AuditObject::Job(after.id));
        event.actor = command.actor;
        unit.audit().append(&event).await?;
        unit.commit().await?;
        tracing::info!(job = %after.id, kind = %after.kind, event = change.action.event_name(), "a job was changed by hand");
        Ok(after)
    }

    /// A unit in which the job is changed and its handler knows of it. One that cannot be told does not keep an operator
    /// from changing the job.
    async fn begin_told(
        &self,
        command: &ChangeJobCommand,
        change: &JobChange,
        now: Timestamp,
    ) -> Result<(Box<dyn UnitOfWork>, JobRecord), UseCaseError<ChangeJobRefusal>> {
        let (mut unit, after) = self.begin(command, change, now).await?;
        let error = match self.tell(&mut *unit, &after, change.fate).await {
            Ok(()) => return Ok((unit, after)),
            Err(NoteError::Storage(error @ StorageError::Unavailable(_))) => {
                return Err(error.into());
            }
            Err(error) => error,
        };
        tracing::warn!(job = %after.id, kind = %after.kind, %error, "the handler took no note of a change by hand");
        // A statement that failed may have spoilt the unit, and SQLite has one at a time.
        drop(unit);
        self.begin(command, change, now).await
    }

    /// A unit in which the job is changed.
    async fn begin(
        &self,
        command: &ChangeJobCommand,
        change: &JobChange,
        now: Timestamp,
    ) -> Result<(Box<dyn UnitOfWork>, JobRecord), UseCaseError<ChangeJobRefusal>> {
        let mut unit = self.units.begin().await?;
        let found = unit.job_desk().lock(command.id).await?;
        let before = found.ok_or(UseCaseError::refused(NoSuchJob))?;
        let after = (change.rule)(&before, now).map_err(UseCaseError::refused)?;
        unit.job_desk().save(&after).await?;
        Ok((unit, after))
    }

    async fn tell(
        &self,
        unit: &mut dyn UnitOfWork,
        job: &JobRecord,
        fate: JobFate,
    ) -> Result<(), NoteError> {
        let payload = unit.job_desk().payload(job.id).await?;
        let opened = self.jobs.open(job.id, &job.kind, &payload)?;
        opened.take_note(unit, fate).await
    }
}
