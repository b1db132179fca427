//! The memory of failures, in storage.

use async_trait::async_trait;

use super::StorageError;
use crate::throttle::{Throttle, ThrottleKey};
use crate::timestamp::Timestamp;

/// Throttles inside a transaction.
#[async_trait]
pub trait ThrottleRepository: Send {
    /// Reads a throttle and keeps every other unit from changing it until this one ends, also when there is
    /// none yet. MUST let racing units count one after the other, from the first failure on.
    /// (contract: `racing_failures_are_all_counted`)
    async fn lock(&mut self, key: &ThrottleKey) -> Result<Option<Throttle>, StorageError>;

    /// Stores a throttle that was locked in this unit, until it is forgettable.
    /// (contract: `a_throttle_comes_back_as_it_was`)
    async fn save(
        &mut self,
        throttle: &Throttle,
        forgettable_at: Timestamp,
    ) -> Result<(), StorageError>;

    /// Forgets a throttle: the guess was right. (contract: `a_removed_throttle_is_gone`)
    async fn remove(&mut self, key: &ThrottleKey) -> Result<(), StorageError>;

    /// Forgets up to `limit` throttles that are forgettable by now; says how many.
    /// (contract: `only_forgettable_throttles_are_purged`)
    async fn purge(&mut self, now: Timestamp, limit: u32) -> Result<u64, StorageError>;
}

/// Throttles as reads see them: a throttled request writes nothing.
#[async_trait]
pub trait ThrottleQueries: Send + Sync {
    /// The throttles of these keys, as far as there are any, in no order.
    /// (contract: `finds_the_throttles_that_are_there`)
    async fn find(&self, keys: &[ThrottleKey]) -> Result<Vec<Throttle>, StorageError>;
}
