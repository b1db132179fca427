//! Cases of ending the sessions of a user.

use std::sync::Arc;

use domain::ports::UnitOfWorkFactory;
use domain::session::{RevocationReason, Session, SessionId};
use domain::timestamp::Timestamp;
use domain::user::User;

use super::{add_all, added_user, ids, live_of, second, sorted, stored};
use crate::fixtures::{a_session_of, an_id};
use crate::race::race;
use crate::storage::{Storage, begin, commit};

const ROUNDS: u64 = 4;
const RACERS: u64 = 8;
const CAP: u32 = 3;

/// C10: those that began first, and neither the dead nor those of others are counted.
pub async fn the_oldest_sessions_give_way(storage: &Storage) {
    let (user, other) = (added_user(storage).await, added_user(storage).await);
    let now = second(60);
    let begun = |at| a_session_of(&user).begun_at(second(at));
    let [third, first, fourth, second_] = [3, 1, 4, 2].map(|at| begun(at).build());
    let ended = begun(5).revoked(second(6), RevocationReason::LogOut);
    let (ended, rested) = (ended.build(), begun(7).idle_until(now).build());
    let foreign = a_session_of(&other).build();
    let all = [&third, &first, &fourth, &second_, &ended, &rested, &foreign];
    add_all(storage, &all).await;

    let gone = displace(storage, &user, 2, now).await;
    assert_eq!(sorted(ids(&gone)), sorted(vec![first.id, second_.id]));
    let displaced = Some((now, RevocationReason::Displaced));
    for gone in gone {
        assert_eq!(gone.revoked, displaced);
        assert_eq!(stored(storage, gone.id).await, gone);
    }
    for untouched in [ended, rested, foreign] {
        assert_eq!(stored(storage, untouched.id).await, untouched);
    }
    assert_eq!(live_of(storage, &user, now).await, [fourth, third]);
    assert_eq!(displace(storage, &user, 2, now).await, []);
}

/// C10: whether a log-in makes room before it adds its session or afterwards.
pub async fn racing_log_ins_keep_to_the_cap(storage: &Storage) {
    for room_first in [true, false] {
        for _ in 0..ROUNDS {
            let user = added_user(storage).await;
            let start = |number| a_session_of(&user).begun_at(second(number)).build();
            let sessions: Vec<Session> = (0..RACERS).map(start).collect();
            race(sessions.len(), |number| {
                log_in(
                    Arc::clone(&storage.units),
                    sessions[number].clone(),
                    room_first,
                )
            })
            .await;
            let live = live_of(storage, &user, second(60)).await;
            assert_eq!(live.len(), CAP as usize, "room first: {room_first}");
        }
    }
}

/// B9: and what had ended before keeps its own reason.
pub async fn all_sessions_of_a_user_end_but_one(storage: &Storage) {
    let (user, other) = (added_user(storage).await, added_user(storage).await);
    let new = || a_session_of(&user).build();
    let (kept, one, another) = (new(), new(), new());
    let ended = a_session_of(&user).revoked(second(1), RevocationReason::LogOut);
    let (ended, foreign) = (ended.build(), a_session_of(&other).build());
    add_all(storage, &[&kept, &one, &another, &ended, &foreign]).await;

    let gone = revoke_all(storage, &user, Some(kept.id)).await;
    assert_eq!(sorted(gone), sorted(vec![one.id, another.id]));
    let revoked = stored(storage, one.id).await.revoked;
    assert_eq!(
        revoked,
        Some((second(60), RevocationReason::PasswordChange))
    );
    let live = live_of(storage, &user, second(60)).await;
    assert_eq!(ids(&live), [kept.id]);
    assert_eq!(revoke_all(storage, &user, None).await, [kept.id]);
    let nobodys = Some(SessionId::from_uuid(an_id()));
    assert_eq!(revoke_all(storage, &user, nobodys).await, []);
    for untouched in [ended, foreign] {
        assert_eq!(stored(storage, untouched.id).await, untouched);
    }
}

async fn displace(storage: &Storage, user: &User, keep: u32, now: Timestamp) -> Vec<Session> {
    let mut unit = storage.begin().await;
    let gone = unit.sessions().displace(user.id, keep, now).await;
    commit(unit).await;
    gone.expect("sessions could not be displaced")
}

async fn revoke_all(storage: &Storage, user: &User, except: Option<SessionId>) -> Vec<SessionId> {
    let mut unit = storage.begin().await;
    let reason = RevocationReason::PasswordChange;
    let sessions = unit.sessions();
    let gone = sessions
        .revoke_all(user.id, except, reason, second(60))
        .await;
    commit(unit).await;
    gone.expect("sessions could not be revoked")
}

async fn log_in(units: Arc<dyn UnitOfWorkFactory>, session: Session, room_first: bool) {
    let now = second(60);
    let mut unit = begin(&units).await;
    if room_first {
        let room = unit.sessions().displace(session.user, CAP - 1, now).await;
        room.expect("a log-in could not make room");
        assert_eq!(unit.sessions().insert(&session).await, Ok(()));
    } else {
        assert_eq!(unit.sessions().insert(&session).await, Ok(()));
        // Others get their chance to add theirs as well before anybody counts.
        tokio::task::yield_now().await;
        let room = unit.sessions().displace(session.user, CAP, now).await;
        room.expect("a log-in could not make room");
    }
    commit(unit).await;
}
