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
    /// The token whose first use is to be acknowledged, and when it was used; only if it is still the newest
    /// and was not acknowledged yet. A later moment than the very first use only widens a grace.
    pub acknowledged: Option<(TokenId, Timestamp)>,
}

impl SessionActivity {
    /// This use and another one of the same session as one, in whatever order they are merged. Of two
    /// acknowledgements the later one stays: if another token's is lost by that, its next use brings it again.
    #[must_use]
    pub fn merged_with(self, other: Self) -> Self {
        let moment = |acknowledged: &Option<(TokenId, Timestamp)>| {
            acknowledged.map(|(token, used_at)| (used_at, token))
        };
        Self {
            session: self.session,
            last_seen_at: self.last_seen_at.max(other.last_seen_at),
            idle_expires_at: self.idle_expires_at.max(other.idle_expires_at),
            acknowledged: std::cmp::max_by_key(self.acknowledged, other.acknowledged, moment),
        }
    }
}
