//! Personal-data exports in storage.

use async_trait::async_trait;

use super::StorageError;
use crate::export::Export;
use crate::timestamp::Timestamp;
use crate::user::UserId;

/// Exports inside a transaction.
#[async_trait]
pub trait ExportRepository: Send {
    /// Puts an export in the place of the user's earlier one, document included.
    /// (contracts: `an_export_comes_back_as_it_was`, `a_newer_export_takes_the_place_of_the_older`)
    async fn replace(&mut self, export: &Export) -> Result<(), StorageError>;

    /// The user's export, kept from every other unit until this one ends. Lock the user first.
    async fn lock(&mut self, user: UserId) -> Result<Option<Export>, StorageError>;

    /// Stores an export that was locked in this unit, with its document if it has one now.
    /// (contract: `a_document_comes_back_as_it_was`)
    async fn save(&mut self, export: &Export, document: Option<&str>) -> Result<(), StorageError>;

    /// Removes up to `limit` exports that ended at `now` or before; says how many.
    /// (contract: `only_expired_exports_are_purged`)
    async fn purge_expired(&mut self, now: Timestamp, limit: u32) -> Result<u64, StorageError>;
}

/// Exports as reads see them.
#[async_trait]
pub trait ExportQueries: Send + Sync {
    /// The user's export. (contract: `an_export_comes_back_as_it_was`)
    async fn find(&self, user: UserId) -> Result<Option<Export>, StorageError>;

    /// The document of a user's export, once there is one. (contract: `a_document_comes_back_as_it_was`)
    async fn document(&self, user: UserId) -> Result<Option<String>, StorageError>;
}
