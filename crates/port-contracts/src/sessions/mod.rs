//! The contract of [`SessionRepository`](domain::ports::SessionRepository),
//! [`SessionQueries`](domain::ports::SessionQueries) and [`StorageMonitor`](domain::ports::StorageMonitor).

mod activity;
mod census;
mod changes;
mod ends;
mod purge;
mod reads;
mod sweeps;

use std::time::Duration;

use domain::session::{RevocationReason, Session, SessionId, SessionWithUser};
use domain::timestamp::Timestamp;
use domain::user::User;

use crate::fixtures::{A_MOMENT, a_user};
use crate::storage::Storage;

pub use activity::{
    activity_never_goes_backwards, activity_never_passes_the_absolute_limit,
    activity_never_touches_an_ended_session, only_the_newest_token_is_acknowledged,
    racing_units_over_the_same_sessions_all_succeed, uses_of_many_sessions_are_written_down,
};
pub use census::{connections_are_counted, live_sessions_are_counted};
pub use changes::{
    a_locked_session_is_whole, a_saved_session_comes_back_as_it_was,
    locked_sessions_are_judged_in_turn,
};
pub use ends::{
    all_sessions_of_a_user_end_but_one, racing_log_ins_keep_to_the_cap,
    the_oldest_sessions_give_way,
};
pub use purge::only_ended_sessions_of_the_past_are_purged;
pub use reads::{
    a_session_comes_back_as_it_was, an_unknown_session_is_not_found, dead_sessions_are_found_too,
    finds_a_session_by_its_tokens, lists_every_kept_session_newest_first,
    lists_live_sessions_newest_first, reads_what_was_committed,
};
pub use sweeps::{each_expired_session_is_swept_once, the_soonest_expired_are_swept_first};

const EVERY_REASON: [RevocationReason; 7] = [
    RevocationReason::LogOut,
    RevocationReason::PasswordChange,
    RevocationReason::TokenReuse,
    RevocationReason::Ended,
    RevocationReason::Disabled,
    RevocationReason::Displaced,
    RevocationReason::Expired,
];

/// So many seconds after the sessions of the fixtures began.
fn second(seconds: u64) -> Timestamp {
    A_MOMENT.plus(Duration::from_secs(seconds))
}

fn with(session: &Session, user: &User) -> SessionWithUser {
    SessionWithUser {
        session: session.clone(),
        user: user.clone(),
    }
}

fn ids(sessions: &[Session]) -> Vec<SessionId> {
    sessions.iter().map(|session| session.id).collect()
}

/// In an order that two lists can be compared in.
fn sorted(mut ids: Vec<SessionId>) -> Vec<SessionId> {
    ids.sort();
    ids
}

async fn added_user(storage: &Storage) -> User {
    let user = a_user().build();
    storage.add_user(&user).await;
    user
}

async fn add_all(storage: &Storage, sessions: &[&Session]) {
    for session in sessions {
        storage.add_session(session).await;
    }
}

async fn find(storage: &Storage, id: SessionId) -> Option<SessionWithUser> {
    let found = storage.sessions.find(id).await;
    found.expect("sessions could not be read")
}

/// A session that is there, as it is now.
async fn stored(storage: &Storage, id: SessionId) -> Session {
    find(storage, id).await.expect("a session is gone").session
}

async fn live_of(storage: &Storage, user: &User, now: Timestamp) -> Vec<Session> {
    let live = storage.sessions.live_of_user(user.id, now).await;
    live.expect("sessions could not be listed")
}

/// Runs the contract of `SessionRepository`, `SessionQueries` and `StorageMonitor` on a
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
            lists_live_sessions_newest_first,
            lists_every_kept_session_newest_first,
            finds_a_session_by_its_tokens,
            locked_sessions_are_judged_in_turn,
            a_locked_session_is_whole,
            a_saved_session_comes_back_as_it_was,
            the_oldest_sessions_give_way,
            racing_log_ins_keep_to_the_cap,
            all_sessions_of_a_user_end_but_one,
            uses_of_many_sessions_are_written_down,
            only_the_newest_token_is_acknowledged,
            activity_never_goes_backwards,
            activity_never_passes_the_absolute_limit,
            activity_never_touches_an_ended_session,
            racing_units_over_the_same_sessions_all_succeed,
            each_expired_session_is_swept_once,
            only_ended_sessions_of_the_past_are_purged,
            the_soonest_expired_are_swept_first,
            live_sessions_are_counted,
            connections_are_counted,
        );
    };
}
