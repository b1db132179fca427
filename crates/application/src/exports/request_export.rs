//! Asks for an export.

use std::sync::Arc;

use domain::audit::AuditAction;
use domain::export::{Export, ExportId};
use domain::ports::{Clock, IdGenerator, UnitOfWorkFactory};
use domain::request_origin::RequestOrigin;
use domain::user::UserId;

use super::PersonalExport;
use super::job_of_export::{ExportJobs, job_of};
use crate::audit::AuditTrail;
use crate::jobs::Outbox;
use crate::{Ports, UseCaseError};

/// The account was deleted meanwhile.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the account is gone")]
pub struct AccountGone;

/// Has an export made, unless one is in the making.
#[derive(Clone)]
pub struct RequestExport {
    units: Arc<dyn UnitOfWorkFactory>,
    clock: Arc<dyn Clock>,
    ids: Arc<dyn IdGenerator>,
    outbox: Outbox,
    jobs: ExportJobs,
    audit: AuditTrail,
}

impl RequestExport {
    pub(super) fn new(ports: &Ports) -> Self {
        Self {
            units: ports.storage.units.clone(),
            clock: ports.system.clock.clone(),
            ids: ports.system.ids.clone(),
            outbox: Outbox::new(ports),
            jobs: ExportJobs::new(ports),
            audit: AuditTrail::new(ports.system.ids.clone()),
        }
    }

    /// The export that is in the making: asking twice makes one. An older one gives way to it.
    ///
    /// # Errors
    /// When the account is gone.
    pub async fn execute(
        &self,
        user: UserId,
        origin: &RequestOrigin,
    ) -> Result<Export, UseCaseError<AccountGone>> {
        let now = self.clock.now();
        let mut unit = self.units.begin().await?;
        let locked = unit.users().lock(user).await?;
        locked.ok_or(UseCaseError::Refused(AccountGone))?;
        let present = unit.exports().lock(user).await?;
        if let Some(export) = present
            && self.jobs.work_on(&export, now).await?
        {
            return Ok(export);
        }
        let export = Export::new(ExportId::from_uuid(self.ids.ordered(now)), user, now);
        unit.exports().replace(&export).await?;
        let event = self.audit.event(AuditAction::ExportRequested, now, origin);
        unit.audit().append(&event.by(user).about(user)).await?;
        let (id, job) = (job_of(&export), PersonalExport::new(&export));
        self.outbox.enqueue_as(&mut *unit, id, &job, now).await?;
        unit.commit().await?;
        self.outbox.announce().await;
        Ok(export)
    }
}
