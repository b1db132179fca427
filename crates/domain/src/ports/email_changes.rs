//! Changes of addresses in storage.

use async_trait::async_trait;

use super::StorageError;
use crate::email_change::EmailChange;
use crate::link::LinkDigest;
use crate::timestamp::Timestamp;
use crate::user::UserId;

/// Changes of addresses inside a transaction. Lock the user first: that makes all changes of one user take turns.
#[async_trait]
pub trait EmailChangeRepository: Send {
    /// Adds a change. MUST keep every field exactly. (contract: `a_change_comes_back_as_it_was`)
    async fn insert(&mut self, change: &EmailChange) -> Result<(), StorageError>;

    /// The newest change of a user that waits for its code. (contract: `the_pending_change_is_found`)
    async fn pending(&mut self, user: UserId) -> Result<Option<EmailChange>, StorageError>;

    /// The change that an undo link is about. (contract: `a_change_is_found_by_its_undo_link`)
    async fn by_undo(&mut self, undo: &LinkDigest) -> Result<Option<EmailChange>, StorageError>;

    /// Stores a change. MUST keep every field exactly. (contract: `a_saved_change_comes_back_as_it_was`)
    async fn save(&mut self, change: &EmailChange) -> Result<(), StorageError>;

    /// Removes the changes of a user that wait for a code; confirmed ones can still be taken back.
    /// (contract: `only_pending_changes_are_removed`)
    async fn remove_pending(&mut self, user: UserId) -> Result<(), StorageError>;

    /// Removes a change and every newer one of its user, proven or not; older ones can still be taken back.
    /// (contract: `a_change_is_removed_with_every_newer_one`)
    async fn remove_since(&mut self, change: &EmailChange) -> Result<(), StorageError>;

    /// Removes every change of a user: none can be taken back any more.
    /// (contract: `all_changes_of_a_user_are_removed`)
    async fn remove_all(&mut self, user: UserId) -> Result<(), StorageError>;

    /// Removes up to `limit` changes that could be taken back until `now` at the latest; says how many.
    /// (contract: `only_final_changes_are_purged`)
    async fn purge_final(&mut self, now: Timestamp, limit: u32) -> Result<u64, StorageError>;
}
