//! Quotas: what is counted, and how much of it is allowed.

use std::num::NonZeroU32;
use std::time::Duration;

/// How much is allowed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Quota {
    /// How many at once.
    pub burst: NonZeroU32,
    /// How long the whole burst takes to come back.
    pub period: Duration,
}

/// What is counted: a quota's name and whom it counts, without anything that can be read back (an address or a
/// name is in it as a keyed digest).
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct LimitKey(String);

impl LimitKey {
    /// A key of this quota for this subject. The subject must be a digest or a network, never an identifier in
    /// clear.
    #[must_use]
    pub fn new(quota: &str, subject: &str) -> Self {
        Self(format!("{quota}:{subject}"))
    }

    /// The key as a text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}
