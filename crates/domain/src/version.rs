//! Versions of rows, and what a client expects of them (RFC 9110 §13.1).

use crate::timestamp::Timestamp;

/// Counts the changes of a row, for conditional requests.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Version(i64);

impl Version {
    /// The version of a row that was just made.
    pub const FIRST: Self = Self(1);

    /// The version of a row that was made now and may take the place of one that was removed. It counts from the
    /// microseconds of its making, so that nobody who has seen the old row takes the new one for it.
    #[must_use]
    pub const fn first_since(now: Timestamp) -> Self {
        Self(now.unix_micros())
    }

    /// Takes a stored version.
    #[must_use]
    pub const fn from_stored(value: i64) -> Self {
        Self(value)
    }

    /// The number to store.
    #[must_use]
    pub const fn get(self) -> i64 {
        self.0
    }

    /// The version after one more change.
    #[must_use]
    pub const fn next(self) -> Self {
        Self(self.0.saturating_add(1))
    }
}

/// What a client says it has seen of a row before it changes it (`If-Match`).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Precondition {
    /// Nothing: the row may have changed.
    #[default]
    None,
    /// One of these versions, and no other.
    OneOf(Vec<Version>),
}

/// The row has changed since the client saw it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the resource has changed meanwhile")]
pub struct PreconditionFailed;

impl Precondition {
    /// Judges the row as it is inside the write, so that of two writers who saw the same only one succeeds.
    ///
    /// # Errors
    /// When the client saw another version.
    pub fn check(&self, current: Version) -> Result<(), PreconditionFailed> {
        match self {
            Self::OneOf(seen) if !seen.contains(&current) => Err(PreconditionFailed),
            _ => Ok(()),
        }
    }
}
