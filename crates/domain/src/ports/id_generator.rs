//! Identifiers.

use uuid::Uuid;

use crate::timestamp::Timestamp;

/// Makes identifiers. Adapters of other ports never make any.
pub trait IdGenerator: Send + Sync {
    /// An id that sorts by `now` (UUID version 7, RFC 9562 §5.7), for rows.
    /// MUST never give the same id twice. (contract: `never_repeats`)
    /// MUST sort ids of different milliseconds by time. (contract: `ordered_ids_follow_time`)
    fn ordered(&self, now: Timestamp) -> Uuid;

    /// An id that cannot be guessed (UUID version 4, RFC 9562 §5.4), for sessions and tokens.
    /// MUST never give the same id twice. (contract: `never_repeats`)
    fn random(&self) -> Uuid;
}
