//! The case of removing sessions that nobody asks for any more.

use domain::session::{RevocationReason, Session};
use domain::timestamp::Timestamp;

use super::{add_all, added_user, second, stored};
use crate::fixtures::a_session_of;
use crate::storage::{Storage, commit};

/// I21: at their absolute limit and not before, as many as were asked for; what was not ended is left to the sweep.
pub async fn only_ended_sessions_of_the_past_are_purged(storage: &Storage) {
    let user = added_user(storage).await;
    let ended = |at| Session {
        absolute_expires_at: second(at),
        ..a_session_of(&user)
            .revoked(second(0), RevocationReason::LogOut)
            .build()
    };
    let [third, first, late, second_] = [60, 1, 61, 2].map(ended);
    let unswept = Session {
        revoked: None,
        ..ended(1)
    };
    add_all(storage, &[&third, &first, &late, &second_, &unswept]).await;

    assert_eq!(purge(storage, second(60), 2).await, 2);
    assert!(is_there(storage, &third).await);
    assert_eq!(purge(storage, second(60), 2).await, 1);
    assert_eq!(purge(storage, second(60), 2).await, 0);
    for gone in [first, second_, third] {
        assert!(!is_there(storage, &gone).await);
    }
    for kept in [late, unswept] {
        assert_eq!(stored(storage, kept.id).await, kept);
    }
}

async fn is_there(storage: &Storage, session: &Session) -> bool {
    let found = storage.sessions.find(session.id).await;
    found.expect("sessions could not be read").is_some()
}

async fn purge(storage: &Storage, before: Timestamp, limit: u32) -> u64 {
    let mut unit = storage.begin().await;
    let purged = unit.sessions().purge_ended(before, limit).await;
    commit(unit).await;
    purged.expect("sessions could not be purged")
}
