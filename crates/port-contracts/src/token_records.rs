//! The contract of [`TokenRecords`]. That every record has the end that E4 gives it is for the adapter's own
//! test, which can look at its clock.

use std::time::Duration;

use domain::ports::TokenRecords;
use domain::session::{RevocationReason, Session, TokenId};
use domain::user::{User, UserId};

use crate::fixtures::{A_MOMENT, a_full_origin, a_session_of, a_user, an_id};

const LONG: Duration = Duration::from_mins(15);
const SHORT: Duration = Duration::from_millis(300);

/// Every field, of the barest session and of the fullest.
pub async fn a_token_record_comes_back_as_it_was(records: &dyn TokenRecords) {
    let unknown = TokenId::from_uuid(an_id());
    assert_eq!(records.token(unknown).await, Ok(None));
    for session in [a_session(), a_full_session()] {
        let token = session.current_token;
        assert_eq!(records.store_token(&session, LONG).await, Ok(()));
        assert_eq!(records.token(token).await, Ok(Some(session)));
        assert_eq!(records.delete_token(token).await, Ok(()));
        assert_eq!(records.token(token).await, Ok(None));
    }
}

/// The record of a token that has expired is not there, and none is made of it.
pub async fn a_token_record_lives_as_long_as_its_token(records: &dyn TokenRecords) {
    let (live, expired) = (a_session(), a_session());
    assert_eq!(records.store_token(&live, SHORT).await, Ok(()));
    let stored = records.store_token(&expired, Duration::ZERO).await;
    assert_eq!(stored, Ok(()));
    assert_eq!(records.token(expired.current_token).await, Ok(None));
    assert_eq!(
        records.token(live.current_token).await,
        Ok(Some(live.clone()))
    );
    tokio::time::sleep(SHORT).await;
    assert_eq!(records.token(live.current_token).await, Ok(None));
}

/// A renewal or a revocation writes the record anew, with the end of the later call.
pub async fn a_later_token_record_replaces_an_earlier_one(records: &dyn TokenRecords) {
    let mut session = a_session();
    assert_eq!(records.store_token(&session, SHORT).await, Ok(()));
    session.revoke(RevocationReason::Ended, A_MOMENT);
    assert_eq!(records.store_token(&session, LONG).await, Ok(()));
    tokio::time::sleep(SHORT).await;
    let again = records.token(session.current_token).await;
    assert_eq!(again, Ok(Some(session)));
}

/// Every field, of the barest user and of the fullest.
pub async fn user_data_comes_back_as_it_was(records: &dyn TokenRecords) {
    let bare = a_user().nameless().disabled().build();
    let full = a_user().with_full_name("Zoë 李 O'Neil").superuser().build();
    for user in [bare, full] {
        assert_eq!(records.user_data(user.id).await, Ok(None));
        assert_eq!(records.store_user_data(&user).await, Ok(()));
        assert_eq!(records.user_data(user.id).await, Ok(Some(user)));
    }
}

/// `is_user_data_valid` asks for the record and for nothing else.
pub async fn validity_is_presence(records: &dyn TokenRecords) {
    let user = a_user().disabled().build();
    assert_eq!(records.is_user_data_valid(user.id).await, Ok(false));
    assert_eq!(records.store_user_data(&user).await, Ok(()));
    assert_eq!(records.is_user_data_valid(user.id).await, Ok(true));
    assert_eq!(records.delete_user_data(user.id).await, Ok(()));
    assert_eq!(records.is_user_data_valid(user.id).await, Ok(false));
}

/// The newest log-in counts.
pub async fn the_latest_token_comes_back(records: &dyn TokenRecords) {
    let user = UserId::from_uuid(an_id());
    assert_eq!(records.latest_token(user).await, Ok(None));
    for token in [an_id(), an_id()].map(TokenId::from_uuid) {
        assert_eq!(records.store_latest_token(user, token).await, Ok(()));
        assert_eq!(records.latest_token(user).await, Ok(Some(token)));
    }
}

/// Every field, and the newest counts.
pub async fn the_newest_session_comes_back(records: &dyn TokenRecords) {
    let user = a_user().build();
    assert_eq!(records.session(user.id).await, Ok(None));
    let bare = a_session_of(&user).build();
    let full = a_session_of(&user).from_origin(a_full_origin()).build();
    for session in [bare, full] {
        assert_eq!(records.store_session(&session).await, Ok(()));
        assert_eq!(records.session(user.id).await, Ok(Some(session)));
    }
}

/// E5: the tokens of the newest session go with the user; nobody else loses anything.
pub async fn deleting_leaves_nothing_of_the_user(records: &dyn TokenRecords) {
    let (gone, other) = (a_user().build(), a_user().build());
    let before = a_session_of(&gone).build();
    let mut newest = before.clone();
    newest.previous_token = Some(before.current_token);
    newest.current_token = TokenId::from_uuid(an_id());
    let others = a_session_of(&other).build();
    store_all(records, &gone, &before).await;
    store_all(records, &gone, &newest).await;
    store_all(records, &other, &others).await;

    assert_eq!(records.delete_user_data(gone.id).await, Ok(()));
    assert_eq!(records.user_data(gone.id).await, Ok(None));
    assert_eq!(records.latest_token(gone.id).await, Ok(None));
    assert_eq!(records.session(gone.id).await, Ok(None));
    assert_eq!(records.token(before.current_token).await, Ok(None));
    assert_eq!(records.token(newest.current_token).await, Ok(None));

    assert_eq!(records.user_data(other.id).await, Ok(Some(other.clone())));
    let others_token = records.token(others.current_token).await;
    assert_eq!(others_token, Ok(Some(others)));
    assert_eq!(records.delete_user_data(gone.id).await, Ok(()));
}

async fn store_all(records: &dyn TokenRecords, user: &User, session: &Session) {
    let token = session.current_token;
    assert_eq!(records.store_token(session, LONG).await, Ok(()));
    assert_eq!(records.store_user_data(user).await, Ok(()));
    assert_eq!(records.store_latest_token(user.id, token).await, Ok(()));
    assert_eq!(records.store_session(session).await, Ok(()));
}

fn a_session() -> Session {
    a_session_of(&a_user().build()).build()
}

fn a_full_session() -> Session {
    a_session_of(&a_user().build())
        .from_origin(a_full_origin())
        .renewed(A_MOMENT)
        .revoked(A_MOMENT, RevocationReason::Expired)
        .build()
}

/// Runs the contract of `TokenRecords` on an adapter.
#[macro_export]
macro_rules! token_records_contract {
    ($adapter:expr) => {
        $crate::__async_cases!(
            token_records,
            $adapter,
            a_token_record_comes_back_as_it_was,
            a_token_record_lives_as_long_as_its_token,
            a_later_token_record_replaces_an_earlier_one,
            user_data_comes_back_as_it_was,
            validity_is_presence,
            the_latest_token_comes_back,
            the_newest_session_comes_back,
            deleting_leaves_nothing_of_the_user,
        );
    };
}
