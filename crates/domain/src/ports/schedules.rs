//! Which turns of schedules were taken.

use async_trait::async_trait;

use super::StorageError;
use crate::schedule::{ScheduleName, Slot};
use crate::timestamp::Timestamp;

/// Turns of schedules inside a transaction.
#[async_trait]
pub trait ScheduleRepository: Send {
    /// Takes a turn, unless it or a later one of the same schedule was taken. MUST let one of several racing units have
    /// it. (contracts: `a_slot_is_taken_once`, `an_older_slot_is_not_taken_after_a_newer`)
    /// MUST pass over one that was taken more than [`Slot::FARTHEST`] ahead of `now`.
    /// (contract: `a_slot_of_the_far_future_stops_nobody`)
    async fn take(&mut self, slot: Slot, now: Timestamp) -> Result<bool, StorageError>;

    /// The newest turn that was taken. (contract: `the_newest_slot_is_known`)
    async fn newest(&mut self, schedule: ScheduleName) -> Result<Option<Timestamp>, StorageError>;
}
