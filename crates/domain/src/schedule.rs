//! Work that is due by the clock, once for all instances (I20).

use std::time::Duration;

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

impl Slot {
    /// How far in the future a turn may be that was taken: beyond, the clock of whoever took it was wrong, and it does not
    /// keep the others from theirs.
    pub const FARTHEST: Duration = Duration::from_hours(24);
}
