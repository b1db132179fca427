//! Replies that are kept for requests which may come twice.

use async_trait::async_trait;

use super::StorageError;
use crate::idempotency::{IdempotencyClaim, IdempotencyKey, IdempotentRequest, StoredReply};
use crate::timestamp::Timestamp;

/// Kept replies inside a transaction.
#[async_trait]
pub trait IdempotencyRepository: Send {
    /// Takes a key for this request, or says what became of it before. A key whose time is over at `request.at` is
    /// free. MUST let one of several racing units have a fresh key; the others wait and are told its reply.
    /// (contracts: `a_key_is_fresh_once`, `another_body_is_a_mismatch`, `an_old_key_is_free_again`)
    async fn claim(
        &mut self,
        request: &IdempotentRequest,
    ) -> Result<IdempotencyClaim, StorageError>;

    /// Keeps the reply of a key that was claimed fresh in this unit. MUST keep it exactly.
    /// (contract: `a_kept_reply_comes_back_as_it_was`)
    async fn keep(&mut self, key: &IdempotencyKey, reply: &StoredReply)
    -> Result<(), StorageError>;

    /// Removes up to `limit` keys whose time is over; says how many. (contract: `only_old_keys_are_purged`)
    async fn purge_expired(&mut self, now: Timestamp, limit: u32) -> Result<u64, StorageError>;
}
