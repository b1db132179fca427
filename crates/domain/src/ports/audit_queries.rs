//! The audit log as reads see it.

use async_trait::async_trait;

use super::StorageError;
use crate::audit::{AuditFilter, RecordedEvent};
use crate::page::{Page, PageRequest};
use crate::user::UserId;

/// Reads the audit log.
#[async_trait]
pub trait AuditQueries: Send + Sync {
    /// A page of the events that pass the filter, newest first, ties by id. MUST be as fast far from the start as near
    /// it. (contracts: `events_come_back_as_they_were`, `events_are_listed_newest_first`, `filters_narrow_together`)
    async fn page(
        &self,
        filter: &AuditFilter,
        request: &PageRequest,
    ) -> Result<Page<RecordedEvent>, StorageError>;

    /// A page of the events that a user did or that happened to them, newest first, ties by id. MUST be as fast far
    /// from the start as near it. (contract: `events_of_a_user_are_both_kinds`)
    async fn of_user(
        &self,
        user: UserId,
        request: &PageRequest,
    ) -> Result<Page<RecordedEvent>, StorageError>;
}
