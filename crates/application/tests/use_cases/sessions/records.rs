//! The documented keys (E1-E6).

use std::sync::Arc;
use std::time::Duration;

use domain::ports::{Clock, TokenRecords};
use domain::request_origin::RequestOrigin;
use domain::session::TokenId;
use domain::user::{User, UserId};
use infra_memory::MemoryTokenRecords;
use port_contracts::fixtures::{a_user, an_id};
use portico_application::UseCaseError;
use portico_application::sessions::{IssuedToken, NoSuchRecord};

use crate::world::{Down, PASSWORD, World, a_world};

const MINUTE: Duration = Duration::from_mins(1);
const NO_SUCH_RECORD: UseCaseError<NoSuchRecord> = UseCaseError::Refused(NoSuchRecord);

fn keys(world: &World) -> &dyn TokenRecords {
    &*world.ports.sessions.records
}

fn id_of(world: &World, token: &IssuedToken) -> TokenId {
    world.claims(token.token.expose()).token
}

/// An account and the token of its first session.
async fn kim(world: &World) -> (User, IssuedToken) {
    let account = world.account("kim@example.com", "kim").await;
    (account.user, account.token)
}

/// The same instance, after everything that is derived was lost.
async fn flushed(world: &World) -> World {
    let empty = Arc::new(MemoryTokenRecords::new());
    world
        .twin_with(|ports, _| ports.sessions.records = empty)
        .await
}

async fn log_in(world: &World) -> IssuedToken {
    world.wait(MINUTE);
    world.log_in("kim", PASSWORD).await.expect("a log-in").token
}

async fn record_of(world: &World, reader: &User, token: &IssuedToken) -> Option<TokenId> {
    let id = id_of(world, token);
    match world.sessions.records.token(reader, id).await {
        Ok(session) => Some(session.current_token),
        Err(error) => {
            assert_eq!(error, NO_SUCH_RECORD);
            None
        }
    }
}

async fn latest(world: &World, user: &User) -> Option<TokenId> {
    world
        .sessions
        .records
        .latest_token(user, user.id)
        .await
        .ok()
}

#[tokio::test]
async fn they_are_written_when_a_session_begins() {
    let world = a_world().await;
    let (kim, first) = kim(&world).await;
    for is_first in [true, false] {
        let token = if is_first {
            first.clone()
        } else {
            log_in(&world).await
        };
        let id = id_of(&world, &token);
        let record = keys(&world).token(id).await.expect("records");
        assert_eq!(record.expect("a record").id, token.session);
        assert_eq!(keys(&world).latest_token(kim.id).await, Ok(Some(id)));
        let newest = keys(&world).session(kim.id).await.expect("records");
        assert_eq!(newest.expect("a session").id, token.session);
        assert_eq!(keys(&world).user_data(kim.id).await, Ok(Some(kim.clone())));
    }
}

#[tokio::test]
async fn they_are_written_when_a_token_is_renewed() {
    let world = a_world().await;
    let (kim, old) = kim(&world).await;
    world.outlive(&old);
    let new = world.renew(old.token.expose()).await;
    let id = id_of(&world, &new);
    let record = keys(&world).token(id).await.expect("records");
    assert_eq!(record.expect("a record").current_expires_at, new.expires_at);
    assert_eq!(keys(&world).latest_token(kim.id).await, Ok(Some(id)));
}

#[tokio::test]
async fn log_out_removes_what_tells_of_the_session() {
    let world = a_world().await;
    let (kim, token) = kim(&world).await;
    world.log_out(token.token.expose()).await;
    let id = id_of(&world, &token);
    assert_eq!(keys(&world).token(id).await, Ok(None));
    assert_eq!(keys(&world).latest_token(kim.id).await, Ok(None));
    assert_eq!(keys(&world).session(kim.id).await, Ok(None));
    assert_eq!(record_of(&world, &kim, &token).await, None);
    assert_eq!(latest(&world, &kim).await, None);
}

// The keys describe the newest session that lives.
#[tokio::test]
async fn after_the_newest_session_the_next_one_is_the_latest() {
    let world = a_world().await;
    let (kim, older) = kim(&world).await;
    let newer = log_in(&world).await;
    world.log_out(newer.token.expose()).await;
    assert_eq!(latest(&world, &kim).await, Some(id_of(&world, &older)));
}

#[tokio::test]
async fn the_log_out_of_an_older_session_leaves_the_newest_ones_keys() {
    let world = a_world().await;
    let (kim, older) = kim(&world).await;
    let newer = log_in(&world).await;
    world.log_out(older.token.expose()).await;
    let id = id_of(&world, &newer);
    assert_eq!(keys(&world).latest_token(kim.id).await, Ok(Some(id)));
    assert!(keys(&world).token(id).await.expect("records").is_some());
}

// E3: a dead session has no record, however it ended.
#[tokio::test]
async fn no_record_outlives_its_session() {
    let world = a_world().await;
    let (kim, first) = kim(&world).await;
    let second = log_in(&world).await;
    let nowhere = RequestOrigin::default();
    let ended = world.sessions.end_all.execute(kim.id, kim.id, &nowhere);
    assert_eq!(ended.await, Ok(2));
    for token in [first, second] {
        assert_eq!(record_of(&world, &kim, &token).await, None);
    }
    assert_eq!(latest(&world, &kim).await, None);
}

// E3: even when another instance wrote it after the end.
#[tokio::test]
async fn a_record_that_was_written_too_late_is_not_told() {
    let world = a_world().await;
    let (kim, token) = kim(&world).await;
    let session = world.row(&world.claims(token.token.expose())).await;
    world.log_out(token.token.expose()).await;
    let stored = keys(&world).store_token(&session, MINUTE).await;
    stored.expect("records");
    let stored = keys(&world).store_latest_token(kim.id, session.current_token);
    stored.await.expect("records");
    assert_eq!(record_of(&world, &kim, &token).await, None);
    assert_eq!(latest(&world, &kim).await, None);
}

// 2.7: a miss is rebuilt from the rows.
#[tokio::test]
async fn what_was_lost_is_rebuilt() {
    let world = a_world().await;
    let (kim, token) = kim(&world).await;
    let flushed = flushed(&world).await;
    let id = id_of(&world, &token);
    assert_eq!(record_of(&flushed, &kim, &token).await, Some(id));
    assert_eq!(latest(&flushed, &kim).await, Some(id));
    let data = flushed.sessions.records.user_data(&kim, kim.id).await;
    assert_eq!(data, Ok(kim.clone()));
    assert!(keys(&flushed).token(id).await.expect("records").is_some());
    assert_eq!(keys(&flushed).latest_token(kim.id).await, Ok(Some(id)));
    assert_eq!(keys(&flushed).is_user_data_valid(kim.id).await, Ok(true));
}

#[tokio::test]
async fn rebuilding_an_older_sessions_record_does_not_make_it_the_latest() {
    let world = a_world().await;
    let (kim, older) = kim(&world).await;
    let newer = log_in(&world).await;
    let flushed = flushed(&world).await;
    let id = id_of(&world, &older);
    assert_eq!(record_of(&flushed, &kim, &older).await, Some(id));
    assert_eq!(latest(&flushed, &kim).await, Some(id_of(&world, &newer)));
}

// 2.7: the records were away at the later log-in.
#[tokio::test]
async fn a_latest_token_that_missed_a_log_in_is_made_right() {
    let world = a_world().await;
    let (kim, older) = kim(&world).await;
    let newer = log_in(&world).await;
    let stored = keys(&world).store_latest_token(kim.id, id_of(&world, &older));
    stored.await.expect("records");
    let id = id_of(&world, &newer);
    assert_eq!(latest(&world, &kim).await, Some(id));
    assert_eq!(keys(&world).latest_token(kim.id).await, Ok(Some(id)));
}

// E1
#[tokio::test]
async fn foreign_and_missing_records_are_no_such_record() {
    let world = a_world().await;
    let (kim, token) = kim(&world).await;
    let lee = world.account("lee@example.com", "lee").await.user;
    let records = &world.sessions.records;
    let missing = TokenId::from_uuid(an_id());
    for id in [id_of(&world, &token), missing] {
        assert_eq!(records.token(&lee, id).await, Err(NO_SUCH_RECORD));
    }
    let nobody = UserId::from_uuid(an_id());
    for user in [kim.id, nobody] {
        assert_eq!(records.user_data(&lee, user).await, Err(NO_SUCH_RECORD));
        assert_eq!(records.latest_token(&lee, user).await, Err(NO_SUCH_RECORD));
    }
}

// E1
#[tokio::test]
async fn a_foreign_read_writes_no_record() {
    let world = a_world().await;
    let (_, token) = kim(&world).await;
    let flushed = flushed(&world).await;
    let stranger = a_user().build();
    assert_eq!(record_of(&flushed, &stranger, &token).await, None);
    let id = id_of(&world, &token);
    assert_eq!(keys(&flushed).token(id).await, Ok(None));
}

// E1
#[tokio::test]
async fn a_superuser_reads_everybodys_records() {
    let world = a_world().await;
    let (kim, token) = kim(&world).await;
    let root = a_user().superuser().build();
    let id = id_of(&world, &token);
    assert_eq!(record_of(&world, &root, &token).await, Some(id));
    let records = &world.sessions.records;
    assert_eq!(records.latest_token(&root, kim.id).await, Ok(id));
    assert_eq!(records.user_data(&root, kim.id).await, Ok(kim));
    let nobody = UserId::from_uuid(an_id());
    assert_eq!(records.user_data(&root, nobody).await, Err(NO_SUCH_RECORD));
}

// E3: the record lives as long as its token, and the data longer.
#[tokio::test]
async fn the_data_outlive_the_record_of_an_expired_token() {
    let world = a_world().await;
    let (kim, token) = kim(&world).await;
    world.clock.set(token.expires_at);
    let flushed = flushed(&world).await;
    assert!(
        flushed.clock.now()
            < world
                .row(&world.claims(token.token.expose()))
                .await
                .idle_expires_at
    );
    assert_eq!(record_of(&flushed, &kim, &token).await, None);
    let data = flushed.sessions.records.user_data(&kim, kim.id).await;
    assert_eq!(data, Ok(kim));
}

// 2.7, E1: "not there" is said on the database's word only.
#[tokio::test]
async fn without_keys_the_database_answers_and_without_it_nobody_does() {
    let world = a_world().await;
    let (kim, token) = kim(&world).await;
    let keyless = world.twin_with(|ports, _| ports.sessions.records = Arc::new(Down));
    let keyless = keyless.await;
    let id = id_of(&world, &token);
    assert_eq!(record_of(&keyless, &kim, &token).await, Some(id));
    assert_eq!(latest(&keyless, &kim).await, Some(id));
    keyless.faults.lose_storage();
    let records = &keyless.sessions.records;
    let unknown = TokenId::from_uuid(an_id());
    assert!(is_failed(&records.token(&kim, unknown).await));
    assert!(is_failed(&records.latest_token(&kim, kim.id).await));
    assert!(is_failed(&records.user_data(&kim, kim.id).await));
}

fn is_failed<T>(answer: &Result<T, UseCaseError<NoSuchRecord>>) -> bool {
    matches!(answer, Err(UseCaseError::Failed(_)))
}
