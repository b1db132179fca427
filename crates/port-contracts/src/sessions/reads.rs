//! Cases of reading.

use std::cmp::Reverse;
use std::time::Duration;

use domain::session::{RevocationReason, SessionId, SessionWithUser, TokenId};
use domain::timestamp::Timestamp;

use super::{EVERY_REASON, add_all, added_user, find, live_of, second, with};
use crate::fixtures::{A_MOMENT, a_full_origin, a_session_of, a_user, an_id};
use crate::lists::{first, read_to_end};
use crate::storage::{Storage, commit, insert_user};

/// The barest session and the fullest, its user with it.
pub async fn a_session_comes_back_as_it_was(storage: &Storage) {
    let user = added_user(storage).await;
    let used_at = A_MOMENT.plus(Duration::from_micros(1));
    let full = a_session_of(&user)
        .from_origin(a_full_origin())
        .renewed(used_at);
    for session in [a_session_of(&user).build(), full.build()] {
        storage.add_session(&session).await;
        assert_eq!(find(storage, session.id).await, Some(with(&session, &user)));
    }
}

/// Whether a session counts is for the domain to judge, not for a query.
pub async fn dead_sessions_are_found_too(storage: &Storage) {
    let user = a_user().disabled().build();
    storage.add_user(&user).await;
    for reason in EVERY_REASON {
        let session = a_session_of(&user).revoked(A_MOMENT, reason).build();
        storage.add_session(&session).await;
        assert_eq!(find(storage, session.id).await, Some(with(&session, &user)));
    }
}

/// I1: a token that was just given is not refused on the next request, whichever connection serves it.
pub async fn reads_what_was_committed(storage: &Storage) {
    for _ in 0..25 {
        let user = a_user().build();
        let session = a_session_of(&user).build();
        let mut unit = storage.begin().await;
        insert_user(&mut *unit, &user).await;
        assert_eq!(unit.sessions().insert(&session).await, Ok(()));
        commit(unit).await;
        assert_eq!(find(storage, session.id).await, Some(with(&session, &user)));
    }
}

/// No session, no error.
pub async fn an_unknown_session_is_not_found(storage: &Storage) {
    let unknown = SessionId::from_uuid(an_id());
    assert_eq!(find(storage, unknown).await, None);
}

/// C11: without those that were ended, those whose limit has come, and those of others.
pub async fn lists_live_sessions_newest_first(storage: &Storage) {
    let (user, other) = (added_user(storage).await, added_user(storage).await);
    let now = second(60);
    let oldest = a_session_of(&user).begun_at(second(1)).build();
    let newest = a_session_of(&user).begun_at(second(3)).build();
    let middle = a_session_of(&user).begun_at(second(2)).build();
    let ended = a_session_of(&user).revoked(now, RevocationReason::LogOut);
    let rested = a_session_of(&user).idle_until(now).build();
    let foreign = a_session_of(&other).build();
    let all = [&oldest, &newest, &middle, &ended.build(), &rested, &foreign];
    add_all(storage, &all).await;
    assert_eq!(live_of(storage, &user, now).await, [newest, middle, oldest]);
}

/// Live ones, ended ones and those whose limit has come, for as long as they are kept; those of others are not among
/// them. What began at once is told apart by its id.
pub async fn lists_every_kept_session_newest_first(storage: &Storage) {
    let (user, other) = (added_user(storage).await, added_user(storage).await);
    let mut expected = vec![
        a_session_of(&user).begun_at(second(1)).build(),
        a_session_of(&user)
            .begun_at(second(3))
            .idle_until(second(4))
            .build(),
    ];
    for reason in EVERY_REASON {
        let ended = a_session_of(&user).begun_at(second(2));
        expected.push(ended.revoked(second(9), reason).build());
    }
    let foreign = a_session_of(&other).build();
    add_all(
        storage,
        &expected.iter().chain([&foreign]).collect::<Vec<_>>(),
    )
    .await;
    expected.sort_by_key(|session| Reverse((session.created_at, session.id.as_uuid())));
    for rows in [1, 2, 100] {
        let pages = read_to_end(first(rows), async |request| {
            let page = storage.sessions.of_user(user.id, &request).await;
            page.expect("sessions could not be read")
        });
        assert_eq!(pages.await.concat(), expected, "{rows} to a page");
    }
}

/// E1: the newest and the one before it lead to a session, as long as it lives.
pub async fn finds_a_session_by_its_tokens(storage: &Storage) {
    let user = added_user(storage).await;
    let live = a_session_of(&user).renewed(second(1)).build();
    let ended = a_session_of(&user)
        .renewed(second(1))
        .revoked(second(2), RevocationReason::LogOut)
        .build();
    add_all(storage, &[&live, &ended, &a_session_of(&user).build()]).await;
    let now = second(60);
    for token in [Some(live.current_token), live.previous_token] {
        let token = token.expect("a renewed session has two tokens");
        let expected = Some(with(&live, &user));
        assert_eq!(find_by_token(storage, token, now).await, expected);
        let end = live.idle_expires_at;
        assert_eq!(find_by_token(storage, token, end).await, None);
    }
    for token in [ended.current_token, TokenId::from_uuid(an_id())] {
        assert_eq!(find_by_token(storage, token, now).await, None);
    }
}

async fn find_by_token(
    storage: &Storage,
    token: TokenId,
    now: Timestamp,
) -> Option<SessionWithUser> {
    let found = storage.sessions.find_by_token(token, now).await;
    found.expect("sessions could not be read")
}
