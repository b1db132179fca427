//! What every change of a job by an operator shares.

use std::sync::Arc;

use domain::audit::AuditAction;
use domain::job::{JobActionRefusal, JobId, JobRecord};
use domain::ports::{Clock, UnitOfWorkFactory};
use domain::request_origin::RequestOrigin;
use domain::timestamp::Timestamp;
use domain::user::UserId;

use super::NoSuchJob;
use crate::audit::AuditTrail;
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

/// A change: the job as it is then, by the rules of the domain.
pub(super) type Change = fn(&JobRecord, Timestamp) -> Result<JobRecord, JobActionRefusal>;

/// Changes jobs under their lock, and writes down who did it.
#[derive(Clone)]
pub(super) struct JobWriter {
    units: Arc<dyn UnitOfWorkFactory>,
    clock: Arc<dyn Clock>,
    audit: AuditTrail,
}

impl JobWriter {
    pub(super) fn new(ports: &Ports) -> Self {
        Self {
            units: ports.storage.units.clone(),
            clock: ports.system.clock.clone(),
            audit: AuditTrail::new(ports.system.ids.clone()),
        }
    }

    /// Changes a job and gives it as it is then.
    pub(super) async fn write(
        &self,
        command: &ChangeJobCommand,
        action: AuditAction,
        change: Change,
    ) -> Result<JobRecord, UseCaseError<ChangeJobRefusal>> {
        let now = self.clock.now();
        let mut unit = self.units.begin().await?;
        let found = unit.job_desk().lock(command.id).await?;
        let before = found.ok_or(UseCaseError::refused(NoSuchJob))?;
        let after = change(&before, now).map_err(UseCaseError::refused)?;
        unit.job_desk().save(&after).await?;
        let mut event = self.audit.event(action, now, &command.origin);
        event.actor = command.actor;
        unit.audit().append(&event).await?;
        unit.commit().await?;
        // The audit log knows accounts alone; the request's id leads from there to this line.
        tracing::info!(job = %after.id, kind = %after.kind, event = action.event_name(), "a job was changed by hand");
        Ok(after)
    }
}
