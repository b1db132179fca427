//! How far an export has come, and what it holds.

use std::sync::Arc;

use domain::audit::AuditAction;
use domain::export::{Export, ExportState};
use domain::ports::{Clock, ExportQueries, StorageError, UnitOfWorkFactory};
use domain::request_origin::RequestOrigin;
use domain::user::UserId;

use super::export_document::{Archive, ExportDocument};
use super::job_of_export::ExportJobs;
use crate::audit::AuditTrail;
use crate::{Ports, UseCaseError};

/// Nobody has asked for one, or its day is over.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("there is no export")]
pub struct NoExport;

/// An export, with its document once it is ready.
pub struct FoundExport {
    /// How far it has come.
    pub export: Export,
    /// Everything that is kept of the user, as JSON.
    pub document: Option<ExportDocument>,
}

/// Reads the export of a user.
#[derive(Clone)]
pub struct ReadExport {
    exports: Arc<dyn ExportQueries>,
    jobs: ExportJobs,
    archive: Archive,
    units: Arc<dyn UnitOfWorkFactory>,
    clock: Arc<dyn Clock>,
    audit: AuditTrail,
}

impl ReadExport {
    pub(super) fn new(ports: &Ports) -> Self {
        Self {
            exports: ports.storage.exports.clone(),
            jobs: ExportJobs::new(ports),
            archive: Archive::new(ports),
            units: ports.storage.units.clone(),
            clock: ports.system.clock.clone(),
            audit: AuditTrail::new(ports.system.ids.clone()),
        }
    }

    /// The export of this user. A document is audited before it leaves (H4).
    ///
    /// # Errors
    /// When there is none, or none any more.
    pub async fn execute(
        &self,
        user: UserId,
        origin: &RequestOrigin,
    ) -> Result<FoundExport, UseCaseError<NoExport>> {
        let found = self.ready_or_not(user).await?;
        if found.document.is_some() {
            self.record(user, origin).await?;
        }
        Ok(found)
    }

    /// A ready one comes with its document. Where another took its place between the two reads, that one counts.
    async fn ready_or_not(&self, user: UserId) -> Result<FoundExport, UseCaseError<NoExport>> {
        let mut gone = None;
        loop {
            let export = self.find(user).await?;
            if export.state != ExportState::Ready {
                let document = None;
                return Ok(FoundExport { export, document });
            }
            if gone == Some(export.id) {
                let error = "a ready export has no document".to_owned();
                return Err(StorageError::Failed(error).into());
            }
            if let document @ Some(_) = self.archive.document(&export).await? {
                return Ok(FoundExport { export, document });
            }
            gone = Some(export.id);
        }
    }

    async fn record(&self, user: UserId, origin: &RequestOrigin) -> Result<(), StorageError> {
        let now = self.clock.now();
        let event = self.audit.event(AuditAction::ExportFetched, now, origin);
        let mut unit = self.units.begin().await?;
        unit.audit().append(&event.by(user).about(user)).await?;
        unit.commit().await
    }

    /// One that nobody works on any more has failed.
    async fn find(&self, user: UserId) -> Result<Export, UseCaseError<NoExport>> {
        let (export, now) = (self.stored(user).await?, self.clock.now());
        if !export.is_under_way(now) || self.jobs.work_on(&export, now).await? {
            return Ok(export);
        }
        // Its job may have ended well between the two reads.
        let latest = self.stored(user).await?;
        Ok(if latest == export {
            export.at(ExportState::Failed, now)
        } else {
            latest
        })
    }

    async fn stored(&self, user: UserId) -> Result<Export, UseCaseError<NoExport>> {
        let found = self.exports.find(user).await?;
        let now = self.clock.now();
        found
            .filter(|export| now < export.expires_at)
            .ok_or(UseCaseError::Refused(NoExport))
    }
}
