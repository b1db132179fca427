//! Which sessions nobody asks for any more.

use crate::purge::Perishable;

/// The condition is that of the index.
pub(super) const ENDED_SESSIONS: Perishable = Perishable {
    table: "sessions",
    primary_key: "id",
    end: "absolute_expires_at",
    only: Some("revoked_at IS NOT NULL"),
};

#[cfg(test)]
mod tests {
    use domain::timestamp::Timestamp;

    use super::*;
    use crate::dialect::Dialect;
    use crate::explain::{databases, is_slow, plan};

    // I21: however many sessions live.
    #[tokio::test]
    async fn the_purge_goes_by_its_index() {
        let [sqlite, _] = databases().await;
        let now = Timestamp::from_unix_micros(0);
        let purge = ENDED_SESSIONS.removal(&sqlite, Dialect::Sqlite, now, 1);
        let plan = plan(&sqlite, purge).await;
        assert!(
            plan.contains("INDEX sessions_absolute_expires_at"),
            "{plan}"
        );
        assert!(!is_slow(&plan), "{plan}");
    }
}
