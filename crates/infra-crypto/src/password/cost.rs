//! How much work a hash is.

use std::time::Duration;

/// A bcrypt cost: a hash takes 2^cost rounds. Which costs an environment may use is the
/// configuration's business.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct BcryptCost(u32);

/// A number that is not a bcrypt cost.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a bcrypt cost is {} to {}", BcryptCost::MIN, BcryptCost::MAX)]
pub struct BcryptCostError;

/// What one hash of cost 12 takes on one core, as a first guess until hashes have been measured.
const MICROS_AT_COST_12: u64 = 300_000;

impl BcryptCost {
    /// The least that bcrypt knows.
    pub const MIN: u32 = 4;
    /// The most that bcrypt knows.
    pub const MAX: u32 = 31;

    /// Takes a cost.
    ///
    /// # Errors
    /// When bcrypt does not know it.
    pub fn new(cost: u32) -> Result<Self, BcryptCostError> {
        if (Self::MIN..=Self::MAX).contains(&cost) {
            Ok(Self(cost))
        } else {
            Err(BcryptCostError)
        }
    }

    /// The number.
    #[must_use]
    pub const fn get(self) -> u32 {
        self.0
    }

    /// About how long a hash takes.
    pub(super) const fn expected_duration(self) -> Duration {
        Duration::from_micros((MICROS_AT_COST_12 << self.0) >> 12)
    }
}
