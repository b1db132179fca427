//! The audit log, read back.

use std::sync::Arc;

use domain::audit::{AuditFilter, RecordedEvent};
use domain::page::{Page, PageRequest};
use domain::ports::{AuditQueries, StorageError};

use crate::Ports;

/// Lists audit events (H4).
#[derive(Clone)]
pub struct ListAuditEvents(Arc<dyn AuditQueries>);

impl ListAuditEvents {
    pub(super) fn new(ports: &Ports) -> Self {
        Self(ports.storage.audit.clone())
    }

    /// A page of the events that pass the filter, newest first.
    ///
    /// # Errors
    /// When storage cannot be asked.
    pub async fn execute(
        &self,
        filter: &AuditFilter,
        request: &PageRequest,
    ) -> Result<Page<RecordedEvent>, StorageError> {
        self.0.page(filter, request).await
    }
}
