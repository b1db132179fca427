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

impl Quota {
    /// How long one request takes to come back: a whole number of microseconds, at least one.
    #[must_use]
    pub fn interval(&self) -> Duration {
        let shared = self.period / self.burst.get();
        Duration::from_micros(u64::try_from(shared.as_micros()).unwrap_or(u64::MAX).max(1))
    }

    /// The most that can be owed: the whole burst, just used.
    #[must_use]
    pub fn capacity(&self) -> Duration {
        self.interval().saturating_mul(self.burst.get())
    }
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
