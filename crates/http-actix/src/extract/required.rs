//! A member of a body that must be there.

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use validator::ValidateLength;

/// A member that must be given and not `null`. Reading it never fails for its absence, so that
/// [`FieldErrors`](super::FieldErrors) can report it together with all the others.
///
/// Show it in the OpenAPI document as what it holds: `#[schema(value_type = String)]`.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct Required<T>(Option<T>);

impl<T> Required<T> {
    /// The value, if it was given.
    pub(crate) fn into_option(self) -> Option<T> {
        self.0
    }

    /// The value, if it was given.
    pub(crate) const fn as_ref(&self) -> Option<&T> {
        self.0.as_ref()
    }
}

/// What was found of it, if anything.
impl<T> From<Option<T>> for Required<T> {
    fn from(found: Option<T>) -> Self {
        Self(found)
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Required<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Option::deserialize(deserializer).map(Self)
    }
}

/// The validation rules want to keep a copy of what they refuse; there is none to be had (H2).
impl<T> Serialize for Required<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_none()
    }
}

/// Bodies hold codes and passwords, so a debug form shows no value (H2).
impl<T> std::fmt::Debug for Required<T> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(if self.0.is_some() { "given" } else { "absent" })
    }
}

impl ValidateLength<u64> for Required<String> {
    fn length(&self) -> Option<u64> {
        self.0.as_ref().and_then(ValidateLength::length)
    }
}
