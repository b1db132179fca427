//! What the hot path notes about a session, to be written down later.

use super::{SessionId, TokenId};
use crate::timestamp::Timestamp;

/// A use of a session. Losing one costs nothing but a wider grace and an earlier idle end
/// (security.md 2.4), so it is queued, merged with others and never waited for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SessionActivity {
    /// The session.
    pub session: SessionId,
    /// When it was last used.
    pub last_seen_at: Timestamp,
    /// Until when it may rest from then on.
    pub idle_expires_at: Timestamp,
    /// The token whose first use is to be acknowledged, and when it was; only if it is still the newest and
    /// was not acknowledged yet.
    pub acknowledged: Option<(TokenId, Timestamp)>,
}

impl SessionActivity {
    /// This use and a later one as one.
    #[must_use]
    pub fn merged_with(self, later: Self) -> Self {
        Self {
            session: self.session,
            last_seen_at: self.last_seen_at.max(later.last_seen_at),
            idle_expires_at: self.idle_expires_at.max(later.idle_expires_at),
            acknowledged: match (self.acknowledged, later.acknowledged) {
                (Some(first), Some(second)) if first.0 == second.0 => Some(first),
                (first, second) => second.or(first),
            },
        }
    }
}
