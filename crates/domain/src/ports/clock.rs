//! The clock.

use crate::timestamp::Timestamp;

/// Tells the time. The only source of time for rules and storage (I16).
pub trait Clock: Send + Sync {
    /// The present moment. MUST have whole microseconds and not be before the year 2020.
    /// (contract: `tells_a_plausible_time`)
    fn now(&self) -> Timestamp;
}
