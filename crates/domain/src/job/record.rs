//! What is kept of a job.

use std::fmt;

use super::JobPriority;
use crate::identifier::uuid_identifier;
use crate::timestamp::Timestamp;

uuid_identifier! {
    /// Names one job.
    JobId
}

uuid_identifier! {
    /// Proves that a worker holds a job: whoever claims it later gets another one.
    LeaseToken
}

/// Which handler a job is for: a name in `snake_case` that never changes once jobs of it are stored.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct JobKind(String);

impl JobKind {
    /// Names a kind in code, or takes a stored name.
    #[must_use]
    pub fn new(name: impl Into<String>) -> Self {
        Self(name.into())
    }

    /// The name.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for JobKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A job's input, sealed by a `PayloadSealer`: storage holds nothing in clear (H3).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SealedPayload(String);

impl SealedPayload {
    /// Takes what a `PayloadSealer` made, or what was stored.
    #[must_use]
    pub const fn from_sealed(text: String) -> Self {
        Self(text)
    }

    /// The text to store.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Makes a job unique: enqueuing a second one with the same key does nothing.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct IdempotencyKey(String);

impl IdempotencyKey {
    /// Takes a key; the kind of the job should be part of it.
    #[must_use]
    pub fn new(key: impl Into<String>) -> Self {
        Self(key.into())
    }

    /// The text to store.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Where a job is in its life. A job that waits for its next try is queued with attempts > 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum JobState {
    /// Waits for its time and a worker.
    Queued,
    /// A worker holds a lease on it.
    Running,
    /// Done.
    Succeeded,
    /// Given up: too many tries, too late, or hopeless.
    Dead,
    /// An operator called it off.
    Cancelled,
}

impl JobState {
    /// Every state.
    pub const ALL: [Self; 5] = [
        Self::Queued,
        Self::Running,
        Self::Succeeded,
        Self::Dead,
        Self::Cancelled,
    ];

    /// The name that storage and the API use.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Queued => "queued",
            Self::Running => "running",
            Self::Succeeded => "succeeded",
            Self::Dead => "dead",
            Self::Cancelled => "cancelled",
        }
    }

    /// The state of that name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.as_str() == name)
    }
}

/// A job to enqueue.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewJob {
    /// Its id.
    pub id: JobId,
    /// Which handler it is for.
    pub kind: JobKind,
    /// Its input.
    pub payload: SealedPayload,
    /// Whether it goes before others that are due.
    pub priority: JobPriority,
    /// Not before this moment.
    pub run_at: Timestamp,
    /// Not after this moment: then it is dead instead of late (I4).
    pub deadline: Option<Timestamp>,
    /// How often it may be tried.
    pub max_attempts: u32,
    /// Makes it unique, if given.
    pub idempotency_key: Option<IdempotencyKey>,
    /// When it was enqueued.
    pub created_at: Timestamp,
}

/// A job that a worker holds a lease on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClaimedJob {
    /// Its id.
    pub id: JobId,
    /// Which handler it is for.
    pub kind: JobKind,
    /// Its input.
    pub payload: SealedPayload,
    /// How often it was claimed, this time included.
    pub attempts: u32,
    /// How often it may be tried.
    pub max_attempts: u32,
    /// Not after this moment.
    pub deadline: Option<Timestamp>,
    /// When it was enqueued.
    pub created_at: Timestamp,
    /// The proof that it is held.
    pub lease: LeaseToken,
}
