//! The contract of [`SessionRepository`](domain::ports::SessionRepository) and
//! [`SessionQueries`](domain::ports::SessionQueries).

use std::time::Duration;

use domain::session::{RevocationReason, Session, SessionId, SessionWithUser};
use domain::user::User;

use crate::fixtures::{A_MOMENT, a_full_origin, a_session_of, a_user, an_id};
use crate::storage::{Storage, commit, insert_user};

/// The barest session and the fullest, its user with it.
pub async fn a_session_comes_back_as_it_was(storage: &Storage) {
    let user = a_user().build();
    storage.add_user(&user).await;
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
    for reason in every_reason() {
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

fn every_reason() -> [RevocationReason; 6] {
    [
        RevocationReason::LogOut,
        RevocationReason::PasswordChange,
        RevocationReason::TokenReuse,
        RevocationReason::Ended,
        RevocationReason::Disabled,
        RevocationReason::Displaced,
    ]
}

fn with(session: &Session, user: &User) -> SessionWithUser {
    SessionWithUser {
        session: session.clone(),
        user: user.clone(),
    }
}

async fn find(storage: &Storage, id: SessionId) -> Option<SessionWithUser> {
    let found = storage.sessions.find(id).await;
    found.expect("sessions could not be read")
}

/// Runs the contract of `SessionRepository` and `SessionQueries` on a
/// [`Storage`](crate::storage::Storage).
#[macro_export]
macro_rules! sessions_contract {
    ($storage:expr) => {
        $crate::__async_cases!(
            sessions,
            $storage,
            a_session_comes_back_as_it_was,
            dead_sessions_are_found_too,
            reads_what_was_committed,
            an_unknown_session_is_not_found,
        );
    };
}
