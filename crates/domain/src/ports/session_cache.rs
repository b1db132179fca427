//! Derived copies of sessions, in the process and in Redis. The database is the truth.

use std::time::Duration;

use async_trait::async_trait;

use super::CacheError;
use crate::session::{SessionId, SessionWithUser};
use crate::user::UserId;

/// How old a copy may be, counted from its read from the database across all tiers (security.md 2.8).
pub const MAX_SESSION_AGE: Duration = Duration::from_secs(5);

/// How old the knowledge may be that a session is not there.
pub const MAX_ABSENCE_AGE: Duration = Duration::from_secs(1);

/// What the database said of a session, and how long ago.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CachedSession {
    /// The session; `None` when there is none of that id.
    pub found: Option<SessionWithUser>,
    /// The time since the read from the database, by the monotonic clock.
    pub age: Duration,
}

/// The right to fill, taken before the database is read. A cache remembers what was forgotten since.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct FillLease(pub u64);

/// Derived copies of sessions. For the caller an error is a miss, never an accept.
#[async_trait]
pub trait SessionCache: Send + Sync {
    /// A copy, if there is one. MUST not give one that is older than [`MAX_SESSION_AGE`] (or
    /// [`MAX_ABSENCE_AGE`]), by an age that runs from the database read. (contract: `a_copy_grows_old`)
    async fn get(&self, id: SessionId) -> Result<Option<CachedSession>, CacheError>;

    /// Takes the right to fill. Call it before the database is read.
    async fn lease(&self, id: SessionId) -> Result<FillLease, CacheError>;

    /// Keeps a copy, unless the session or its user was forgotten since the lease was taken.
    /// MUST not bring back what was forgotten. (contract: `forget_wins_over_a_late_fill`)
    async fn fill(
        &self,
        id: SessionId,
        lease: FillLease,
        copy: &CachedSession,
    ) -> Result<(), CacheError>;

    /// Drops the copy of a session. MUST be effective before it returns. (contract: `a_forgotten_session_is_gone`)
    async fn forget(&self, id: SessionId) -> Result<(), CacheError>;

    /// Drops the copies of every session of a user; `sessions` names those that are known.
    /// (contract: `forgetting_a_user_forgets_every_session`)
    async fn forget_user(&self, user: UserId, sessions: &[SessionId]) -> Result<(), CacheError>;
}

/// The cache of this process, which other instances cannot reach.
pub trait LocalSessionCache: SessionCache {
    /// News of other instances may have been missed: drops everything, and keeps copies for
    /// [`MAX_ABSENCE_AGE`] only until the push is back. (contract: `a_lost_push_shortens_every_copy`)
    fn push_lost(&self);

    /// The push is back: drops everything once more, and keeps copies for [`MAX_SESSION_AGE`] again.
    fn push_restored(&self);
}
