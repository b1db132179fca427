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
    use sea_orm::{ConnectionTrait, DatabaseConnection, DbBackend};

    use super::*;
    use crate::dialect::Dialect;
    use crate::explain::{databases, is_slow, plan};

    // I21: however many sessions live or were ended lately.
    #[tokio::test]
    async fn the_purge_goes_by_its_index() {
        for db in databases().await {
            fill(&db).await;
            let dialect = match db.get_database_backend() {
                DbBackend::Postgres => Dialect::Postgres,
                _ => Dialect::Sqlite,
            };
            let now = Timestamp::from_unix_micros(100);
            let purge = ENDED_SESSIONS.removal(&db, dialect, now, 100);
            let plan = plan(&db, purge).await;
            assert!(plan.contains("sessions_absolute_expires_at"), "{plan}");
            assert!(!is_slow(&plan), "{plan}");
        }
    }

    /// Fifty thousand sessions, every second of them ended.
    async fn fill(db: &DatabaseConnection) {
        let (id, numbers) = match db.get_database_backend() {
            DbBackend::Postgres => (
                "gen_random_uuid()",
                "SELECT generate_series(1, 50000) AS number",
            ),
            _ => (
                "randomblob(16)",
                "WITH RECURSIVE numbers(number) AS ( \
                   SELECT 1 UNION ALL SELECT number + 1 FROM numbers WHERE number < 50000 \
                 ) SELECT number FROM numbers",
            ),
        };
        let user = format!(
            "INSERT INTO users (id, email, email_canonical, is_active, is_superuser, \
               created_at, updated_at, version) \
             SELECT {id}, 'kim@example.com', 'kim@example.com', true, false, 1, 1, 1"
        );
        let sessions = format!(
            "INSERT INTO sessions (id, user_id, created_at, auth_time, last_seen_at, \
               idle_expires_at, absolute_expires_at, generation, current_token, \
               current_issued_at, current_expires_at, revoked_at) \
             SELECT {id}, users.id, 1, 1, 1, number, number, 1, {id}, 1, 1, \
               CASE WHEN number % 2 = 0 THEN number END \
             FROM users, ({numbers}) AS many"
        );
        for sql in [user.as_str(), &sessions, "ANALYZE"] {
            db.execute_unprepared(sql).await.unwrap();
        }
    }
}
