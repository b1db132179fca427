//! Work that is due by the clock, once for all instances (I20).

use crate::timestamp::Timestamp;

/// Names a schedule in storage; it never changes once slots of it are stored.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct ScheduleName(&'static str);

impl ScheduleName {
    /// Names a schedule in code.
    #[must_use]
    pub const fn new(name: &'static str) -> Self {
        Self(name)
    }

    /// The name.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        self.0
    }
}

/// One turn of a schedule.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Slot {
    /// The schedule.
    pub schedule: ScheduleName,
    /// When it is due.
    pub at: Timestamp,
}
