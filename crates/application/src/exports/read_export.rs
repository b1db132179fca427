//! How far an export has come, and what it holds.

use std::sync::Arc;

use domain::export::{Export, ExportState};
use domain::ports::{Clock, ExportQueries};
use domain::user::UserId;

use crate::{Ports, UseCaseError};

/// Nobody has asked for one, or its day is over.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("there is no export")]
pub struct NoExport;

/// An export, with its document once it is ready.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FoundExport {
    /// How far it has come.
    pub export: Export,
    /// Everything that is kept of the user, as JSON.
    pub document: Option<String>,
}

/// Reads the export of a user.
#[derive(Clone)]
pub struct ReadExport {
    exports: Arc<dyn ExportQueries>,
    clock: Arc<dyn Clock>,
}

impl ReadExport {
    pub(super) fn new(ports: &Ports) -> Self {
        Self {
            exports: ports.storage.exports.clone(),
            clock: ports.system.clock.clone(),
        }
    }

    /// The export of this user.
    ///
    /// # Errors
    /// When there is none, or none any more.
    pub async fn execute(&self, user: UserId) -> Result<FoundExport, UseCaseError<NoExport>> {
        let export = self.find(user).await?;
        if export.state != ExportState::Ready {
            return Ok(FoundExport {
                export,
                document: None,
            });
        }
        match self.exports.document(user).await? {
            Some(document) => Ok(FoundExport {
                export,
                document: Some(document),
            }),
            // A newer one has taken its place between the two reads.
            None => Ok(FoundExport {
                export: self.find(user).await?,
                document: None,
            }),
        }
    }

    async fn find(&self, user: UserId) -> Result<Export, UseCaseError<NoExport>> {
        let found = self.exports.find(user).await?;
        let now = self.clock.now();
        found
            .filter(|export| now < export.expires_at)
            .ok_or(UseCaseError::Refused(NoExport))
    }
}
