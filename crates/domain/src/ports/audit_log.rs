//! The audit log inside a transaction.

use async_trait::async_trait;

use super::StorageError;
use crate::audit::AuditEvent;

/// Appends to the audit log. There is no way to change or remove an event (H4).
#[async_trait]
pub trait AuditLog: Send {
    /// Appends an event; it is there when the unit of work commits.
    async fn append(&mut self, event: &AuditEvent) -> Result<(), StorageError>;
}
