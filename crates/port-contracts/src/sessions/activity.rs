//! Cases of writing uses down.

use std::sync::Arc;
use std::time::Duration;

use domain::ports::{StorageError, UnitOfWorkFactory};
use domain::session::{RevocationReason, Session, SessionActivity, SessionId, TokenId};
use domain::timestamp::Timestamp;
use domain::user::UserId;

use super::{add_all, added_user, second, stored};
use crate::fixtures::{A_MOMENT, a_session_of, an_id};
use crate::race::race;
use crate::storage::{Storage, begin, commit};

const ROUNDS: u64 = 5;
const RACERS: usize = 8;

/// In one go and in any order; a session that is gone is no error.
pub async fn uses_of_many_sessions_are_written_down(storage: &Storage) {
    let user = added_user(storage).await;
    let sessions = [(); 3].map(|()| a_session_of(&user).build());
    add_all(storage, &sessions.each_ref()).await;
    let unused = a_session_of(&user).build();
    storage.add_session(&unused).await;
    let mut recorded: Vec<SessionActivity> =
        (1..).zip(&sessions).map(|(n, it)| a_use(it, n)).collect();
    recorded.reverse();
    recorded.push(SessionActivity {
        session: SessionId::from_uuid(an_id()),
        ..recorded[0]
    });
    record(storage, &recorded).await;
    for (at, session) in (1..).zip(sessions) {
        let expected = used(&session, at);
        assert_eq!(stored(storage, session.id).await, expected);
    }
    assert_eq!(stored(storage, unused.id).await, unused);
}

/// I10: the grace time runs from the first use of the newest token, and from no other.
pub async fn only_the_newest_token_is_acknowledged(storage: &Storage) {
    let user = added_user(storage).await;
    let renewed = a_session_of(&user).renewed(A_MOMENT).build();
    let session = Session {
        current_used_at: None,
        ..renewed
    };
    storage.add_session(&session).await;
    let (newest, previous) = (session.current_token, session.previous_token);
    let previous = previous.expect("a renewed session has two tokens");
    for (token, at, expected) in [
        (previous, 1, None),
        (TokenId::from_uuid(an_id()), 2, None),
        (newest, 3, Some(second(3))),
        (newest, 4, Some(second(3))),
        (newest, 2, Some(second(3))),
    ] {
        let acknowledged = Some((token, second(at)));
        let use_of = SessionActivity {
            acknowledged,
            ..a_use(&session, at)
        };
        record(storage, &[use_of]).await;
        let after = stored(storage, session.id).await;
        assert_eq!(after.current_used_at, expected);
        assert_eq!(after.previous_used_at, session.previous_used_at);
    }
}

/// I16: an instance that was slow, or whose clock is behind, does not shorten what another wrote.
pub async fn activity_never_goes_backwards(storage: &Storage) {
    let user = added_user(storage).await;
    let session = a_session_of(&user).build();
    storage.add_session(&session).await;
    record(storage, &[a_use(&session, 10)]).await;
    record(storage, &[a_use(&session, 5)]).await;
    assert_eq!(stored(storage, session.id).await, used(&session, 10));
}

/// D13
pub async fn activity_never_passes_the_absolute_limit(storage: &Storage) {
    let user = added_user(storage).await;
    let session = a_session_of(&user).build();
    storage.add_session(&session).await;
    let too_far = SessionActivity {
        idle_expires_at: session.absolute_expires_at.plus(Duration::from_micros(1)),
        ..a_use(&session, 10)
    };
    record(storage, &[too_far]).await;
    let after = stored(storage, session.id).await;
    assert_eq!(after.idle_expires_at, session.absolute_expires_at);
}

/// I11: what was queued before a kill changes nothing after it.
pub async fn activity_never_touches_an_ended_session(storage: &Storage) {
    let user = added_user(storage).await;
    let session = a_session_of(&user)
        .revoked(second(1), RevocationReason::LogOut)
        .build();
    storage.add_session(&session).await;
    let use_of = SessionActivity {
        acknowledged: Some((session.current_token, second(2))),
        ..a_use(&session, 2)
    };
    record(storage, &[use_of]).await;
    assert_eq!(stored(storage, session.id).await, session);
}

/// I6: instances that write the same sessions down, each in its own order, while a log-in makes room, a
/// log-out everywhere goes on and the sweep runs, wait for one another and never in a ring.
pub async fn racing_units_over_the_same_sessions_all_succeed(storage: &Storage) {
    for round in 1..=ROUNDS {
        let user = added_user(storage).await;
        let begun = |at: u64| a_session_of(&user).begun_at(second(100 - at)).build();
        let sessions: Vec<Session> = (0..12).map(begun).collect();
        add_all(storage, &sessions.iter().collect::<Vec<_>>()).await;
        let results = race(RACERS, |number| {
            let mut recorded: Vec<_> = sessions.iter().map(|it| a_use(it, round)).collect();
            recorded.rotate_left(number);
            contend(Arc::clone(&storage.units), user.id, number, recorded)
        })
        .await;
        assert_eq!(results, vec![Ok(()); RACERS]);
    }
}

async fn contend(
    units: Arc<dyn UnitOfWorkFactory>,
    user: UserId,
    number: usize,
    activity: Vec<SessionActivity>,
) -> Result<(), StorageError> {
    let mut unit = begin(&units).await;
    let sessions = unit.sessions();
    match number {
        0 => drop(sessions.displace(user, 8, second(200)).await?),
        1 => {
            let reason = RevocationReason::PasswordChange;
            sessions
                .revoke_all(user, None, reason, second(200))
                .await
                .map(drop)?;
        }
        2 => drop(sessions.sweep_expired(Timestamp::MAX, 20).await?),
        _ => sessions.record_activity(&activity).await?,
    }
    unit.commit().await
}

/// A use so many seconds after the session began.
fn a_use(session: &Session, seconds: u64) -> SessionActivity {
    SessionActivity {
        session: session.id,
        last_seen_at: second(seconds),
        idle_expires_at: idle_limit(seconds),
        acknowledged: None,
    }
}

/// The session after that use.
fn used(session: &Session, seconds: u64) -> Session {
    Session {
        last_seen_at: second(seconds),
        idle_expires_at: idle_limit(seconds),
        ..session.clone()
    }
}

/// Later than that of a session which was not used, and sooner than its absolute limit.
fn idle_limit(seconds: u64) -> Timestamp {
    second(seconds).plus(Duration::from_hours(13))
}

async fn record(storage: &Storage, activity: &[SessionActivity]) {
    let mut unit = storage.begin().await;
    assert_eq!(unit.sessions().record_activity(activity).await, Ok(()));
    commit(unit).await;
}
