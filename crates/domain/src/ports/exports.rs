//! Personal-data exports in storage.

use async_trait::async_trait;

use super::StorageError;
use crate::export::{Export, ExportId, ExportPart, SealedPart};
use crate::timestamp::Timestamp;
use crate::user::UserId;

/// Exports inside a transaction.
#[async_trait]
pub trait ExportRepository: Send {
    /// Puts an export in the place of the user's earlier one, whose parts go with it. Lock the user first.
    /// (contracts: `an_export_comes_back_as_it_was`, `a_newer_export_takes_the_place_of_the_older`)
    async fn replace(&mut self, export: &Export) -> Result<(), StorageError>;

    /// The user's export, kept from every other unit until this one ends. Lock the user first.
    /// (contract: `locked_exports_are_judged_in_turn`)
    async fn lock(&mut self, user: UserId) -> Result<Option<Export>, StorageError>;

    /// Stores an export that was locked in this unit.
    async fn save(&mut self, export: &Export) -> Result<(), StorageError>;

    /// Adds a part to an export that was locked in this unit. MUST keep it to the byte, and refuse a second one of the
    /// same number. (contracts: `parts_come_back_as_they_were`, `no_part_is_stored_over_another`)
    async fn add_part(
        &mut self,
        part: ExportPart,
        content: &SealedPart,
    ) -> Result<(), StorageError>;

    /// Removes every part of an export. (contract: `parts_are_removed_together`)
    async fn remove_parts(&mut self, export: ExportId) -> Result<(), StorageError>;

    /// Removes up to `limit` parts of exports that ended at `now` or before, and such exports as have none left; says
    /// how many of both went. (contracts: `only_expired_exports_are_purged`, `parts_are_purged_in_batches`)
    async fn purge_expired(&mut self, now: Timestamp, limit: u32) -> Result<u64, StorageError>;
}

/// Exports as reads see them.
#[async_trait]
pub trait ExportQueries: Send + Sync {
    /// The user's export. (contract: `an_export_comes_back_as_it_was`)
    async fn find(&self, user: UserId) -> Result<Option<Export>, StorageError>;

    /// A part of a document; `None` when it was never made, or is gone.
    /// (contract: `parts_come_back_as_they_were`)
    async fn part(&self, part: ExportPart) -> Result<Option<SealedPart>, StorageError>;
}
