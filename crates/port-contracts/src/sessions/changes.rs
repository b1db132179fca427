//! Cases of locking and saving.

use std::sync::Arc;

use domain::ports::UnitOfWorkFactory;
use domain::session::{Generation, RevocationReason, Session, SessionId};

use super::{added_user, find, second, stored, with};
use crate::fixtures::{a_full_origin, a_session_of, an_id};
use crate::race::race;
use crate::storage::{Storage, begin, commit};

const RACERS: u32 = 16;

/// I10: what one unit renews, the next one sees.
pub async fn locked_sessions_are_judged_in_turn(storage: &Storage) {
    let user = added_user(storage).await;
    let session = a_session_of(&user).build();
    storage.add_session(&session).await;
    race(RACERS as usize, |_| {
        move_to_the_next_generation(Arc::clone(&storage.units), session.id)
    })
    .await;
    let after = stored(storage, session.id).await.generation;
    let expected = Generation::FIRST.get() + i64::from(RACERS);
    assert_eq!(after.get(), expected);
}

/// With its user; and there is nothing to lock of a session that is not there.
pub async fn a_locked_session_is_whole(storage: &Storage) {
    let user = added_user(storage).await;
    let session = a_session_of(&user).renewed(second(1)).build();
    storage.add_session(&session).await;
    let mut unit = storage.begin().await;
    let locked = unit.sessions().lock(session.id).await;
    assert_eq!(locked, Ok(Some(with(&session, &user))));
    let unknown = SessionId::from_uuid(an_id());
    assert_eq!(unit.sessions().lock(unknown).await, Ok(None));
}

/// Every field that can change, to a value and back to none.
pub async fn a_saved_session_comes_back_as_it_was(storage: &Storage) {
    let user = added_user(storage).await;
    let original = a_session_of(&user).build();
    storage.add_session(&original).await;
    let another = a_session_of(&user)
        .begun_at(second(1))
        .from_origin(a_full_origin())
        .renewed(second(2))
        .revoked(second(3), RevocationReason::TokenReuse)
        .idle_until(second(4))
        .build();
    let changed = Session {
        id: original.id,
        auth_time: second(5),
        last_seen_at: second(6),
        absolute_expires_at: second(7),
        current_issued_at: second(8),
        current_expires_at: second(9),
        ..another
    };
    for session in [changed, original] {
        save(storage, &session).await;
        assert_eq!(find(storage, session.id).await, Some(with(&session, &user)));
    }
}

async fn move_to_the_next_generation(units: Arc<dyn UnitOfWorkFactory>, id: SessionId) {
    let mut unit = begin(&units).await;
    let locked = unit.sessions().lock(id).await;
    let locked = locked.expect("a session could not be locked");
    let mut session = locked.expect("a session is gone").session;
    // Others get their chance to read the same generation, if the lock does not hold them.
    tokio::task::yield_now().await;
    session.generation = session.generation.next();
    let saved = unit.sessions().save(&session).await;
    saved.expect("a session could not be saved");
    commit(unit).await;
}

async fn save(storage: &Storage, session: &Session) {
    let mut unit = storage.begin().await;
    let locked = unit.sessions().lock(session.id).await;
    assert!(matches!(locked, Ok(Some(_))), "{locked:?}");
    assert_eq!(unit.sessions().save(session).await, Ok(()));
    commit(unit).await;
}
