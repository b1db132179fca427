//! Registrations in storage.

use async_trait::async_trait;

use super::StorageError;
use crate::registration::{Registration, RegistrationKey};
use crate::timestamp::Timestamp;

/// Registrations inside a transaction.
#[async_trait]
pub trait RegistrationRepository: Send {
    /// Adds a registration.
    async fn insert(&mut self, registration: &Registration) -> Result<(), StorageError>;

    /// Reads a registration and keeps every other unit from changing it until this one ends.
    /// MUST make racing units judge one after the other. (contract: `locked_registrations_are_judged_in_turn`)
    async fn lock(&mut self, key: &RegistrationKey) -> Result<Option<Registration>, StorageError>;

    /// Stores a registration that was locked in this unit. MUST keep every field exactly.
    /// (contract: `a_registration_comes_back_as_it_was`)
    async fn save(&mut self, registration: &Registration) -> Result<(), StorageError>;

    /// Removes up to `limit` registrations that ended at `now` or before, and that no other unit holds; says
    /// how many (A14).
    /// MUST leave those that still live. (contract: `only_expired_registrations_are_purged`)
    async fn purge_expired(&mut self, now: Timestamp, limit: u32) -> Result<u64, StorageError>;
}
