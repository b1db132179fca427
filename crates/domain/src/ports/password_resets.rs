//! Password recovery links in storage.

use async_trait::async_trait;

use super::StorageError;
use crate::link::LinkDigest;
use crate::recovery::PasswordReset;
use crate::timestamp::Timestamp;
use crate::user::Email;

/// Recovery links inside a transaction.
#[async_trait]
pub trait PasswordResetRepository: Send {
    /// Adds a link. MUST void every earlier one of the same address, compared in canonical form.
    /// (contract: `a_newer_link_voids_the_older`)
    async fn insert(&mut self, reset: &PasswordReset) -> Result<(), StorageError>;

    /// Reads a link. (contract: `a_link_comes_back_as_it_was`)
    async fn find(&mut self, digest: &LinkDigest) -> Result<Option<PasswordReset>, StorageError>;

    /// Takes a link away; says whether it was there. MUST let one of several racing units have it.
    /// (contract: `a_link_is_taken_once`)
    async fn take(&mut self, digest: &LinkDigest) -> Result<bool, StorageError>;

    /// Voids every link of an address, compared in canonical form. (contract: `an_address_is_cleared`)
    async fn void(&mut self, email: &Email) -> Result<(), StorageError>;

    /// Removes up to `limit` links that ended at `now` or before; says how many.
    /// MUST leave those that still work. (contract: `only_expired_links_are_purged`)
    async fn purge_expired(&mut self, now: Timestamp, limit: u32) -> Result<u64, StorageError>;
}
