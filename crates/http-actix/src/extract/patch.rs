//! A member of a partial update.

use serde::{Deserialize, Deserializer};

/// What a PATCH or a PUT says about one member: nothing, `null`, or a value (RFC 7396 §1).
///
/// Give the member `#[serde(default)]`, which makes a missing one [`Absent`](Patch::Absent).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Patch<T> {
    /// Not mentioned: it stays as it is.
    #[default]
    Absent,
    /// `null`: it is cleared, where that is allowed.
    Null,
    /// It becomes this.
    Value(T),
}

impl<T> Patch<T> {
    /// What the member is after the update, given what it was. `None` is a cleared member.
    pub fn apply(self, current: Option<T>) -> Option<T> {
        match self {
            Self::Absent => current,
            Self::Null => None,
            Self::Value(value) => Some(value),
        }
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Patch<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let value = Option::deserialize(deserializer)?;
        Ok(value.map_or(Self::Null, Self::Value))
    }
}
