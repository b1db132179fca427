//! Asks for an export.

use std::sync::Arc;

use domain::audit::AuditAction;
use domain::export::{Export, ExportId};
use domain::ports::{
    Clock, ExportQueries, IdGenerator, StorageError, UnitOfWork, UnitOfWorkFactory,
};
use domain::request_origin::RequestOrigin;
use domain::timestamp::Timestamp;
use domain::user::UserId;

use super::PersonalExport;
use super::job_of_export::{ExportJobs, job_of};
use crate::audit::AuditTrail;
use crate::idempotency::{Answer, IdempotencyRefusal, IdempotentCall};
use crate::jobs::Outbox;
use crate::{Failure, Ports, UseCaseError};

/// Why none is made.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RequestExportRefusal {
    /// The account was deleted meanwhile.
    #[error("the account is gone")]
    AccountGone,
    /// The idempotency key stands in the way.
    #[error(transparent)]
    Idempotency(#[from] IdempotencyRefusal),
}

type RequestExportError = UseCaseError<RequestExportRefusal>;

/// Has an export made, unless one is in the making.
#[derive(Clone)]
pub struct RequestExport {
    units: Arc<dyn UnitOfWorkFactory>,
    clock: Arc<dyn Clock>,
    ids: Arc<dyn IdGenerator>,
    outbox: Outbox,
    exports: Arc<dyn ExportQueries>,
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
            exports: ports.storage.exports.clone(),
            jobs: ExportJobs::new(ports),
            audit: AuditTrail::new(ports.system.ids.clone()),
        }
    }

    /// The export that is in the making: asking twice makes one. An older one gives way to it.
    ///
    /// # Errors
    /// When the account is gone, or the call's key is taken.
    pub async fn execute(
        &self,
        user: UserId,
        origin: &RequestOrigin,
        call: &IdempotentCall<Export>,
    ) -> Result<Answer<Export>, RequestExportError> {
        let now = self.clock.now();
        let abandoned = self.abandoned(user, now).await?;
        let mut unit = self.units.begin().await?;
        if let Some(reply) = call.claim(&mut *unit).await? {
            return Ok(Answer::Repeated(reply));
        }
        let locked = unit.users().lock(user).await?;
        locked.ok_or(UseCaseError::Refused(RequestExportRefusal::AccountGone))?;
        let present = unit.exports().lock(user).await?;
        let export = match present {
            Some(export) if export.is_under_way(now) && abandoned != Some(export.id) => export,
            _ => self.promise(&mut *unit, user, origin, now).await?,
        };
        call.keep(&mut *unit, &export).await?;
        unit.commit().await?;
        self.outbox.announce().await;
        Ok(Answer::Done(export))
    }

    /// The user's export if nobody works on it. Asked before the unit, which holds a connection already.
    async fn abandoned(
        &self,
        user: UserId,
        now: Timestamp,
    ) -> Result<Option<ExportId>, StorageError> {
        let Some(export) = self.exports.find(user).await? else {
            return Ok(None);
        };
        let is_worked_on = self.jobs.work_on(&export, now).await?;
        Ok((!is_worked_on).then_some(export.id))
    }

    /// A new export, which a worker will make.
    async fn promise(
        &self,
        unit: &mut dyn UnitOfWork,
        user: UserId,
        origin: &RequestOrigin,
        now: Timestamp,
    ) -> Result<Export, Failure> {
        let export = Export::new(ExportId::from_uuid(self.ids.ordered(now)), user, now);
        unit.exports().replace(&export).await?;
        let event = self.audit.event(AuditAction::ExportRequested, now, origin);
        unit.audit().append(&event.by(user).about(user)).await?;
        let (id, job) = (job_of(&export), PersonalExport::new(&export));
        self.outbox.enqueue_as(unit, id, &job, now).await?;
        Ok(export)
    }
}
