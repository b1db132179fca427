//! Sessions listed, and ended by their user or a superuser (C11, section 2.6).

use std::time::Duration;

use domain::request_origin::RequestOrigin;
use domain::session::{RevocationReason, SessionId};
use domain::user::UserId;
use port_contracts::fixtures::an_id;
use portico_application::UseCaseError;
use portico_application::sessions::{EndSessionCommand, IssuedToken, NoSuchSession};

use crate::world::{PASSWORD, REFUSED, World, a_world, every_fault_leaves_nothing};

type Answer = Result<(), UseCaseError<NoSuchSession>>;

const NO_SUCH_SESSION: Answer = Err(UseCaseError::Refused(NoSuchSession));

/// An account with two sessions, the older one first.
async fn two_sessions(world: &World) -> (UserId, IssuedToken, IssuedToken) {
    let first = world.account("kim@example.com", "kim").await;
    world.wait(Duration::from_mins(1));
    let second = world.log_in("kim", PASSWORD).await.expect("a log-in");
    (first.user.id, first.token, second.token)
}

async fn end(world: &World, session: SessionId, owner: UserId, actor: UserId) -> Answer {
    let command = EndSessionCommand {
        session,
        owner,
        actor,
        origin: RequestOrigin::default(),
    };
    world.sessions.end.execute(command).await
}

async fn list(world: &World, user: UserId) -> Vec<SessionId> {
    let live = world.sessions.list.execute(user).await.expect("a list");
    live.iter().map(|session| session.id).collect()
}

/// Who did the last thing in the log, and to whom.
async fn last_actor_and_subject(world: &World) -> String {
    let sql = "SELECT hex(actor_id) || ' ' || hex(subject_id) FROM audit_events ORDER BY rowid";
    let mut lines = world.tables.texts(sql.to_owned()).await;
    lines.pop().expect("an audit event")
}

fn hexadecimal(user: UserId) -> String {
    user.as_uuid().simple().to_string().to_uppercase()
}

// C11
#[tokio::test]
async fn live_sessions_are_listed_newest_first() {
    let world = a_world().await;
    let (kim, older, newer) = two_sessions(&world).await;
    world.account("lee@example.com", "lee").await;
    assert_eq!(list(&world, kim).await, [newer.session, older.session]);
    world.log_out(older.token.expose()).await;
    assert_eq!(list(&world, kim).await, [newer.session]);
    world.wait(world.policies.sessions.idle_timeout);
    assert_eq!(list(&world, kim).await, []);
}

// C11
#[tokio::test]
async fn a_user_ends_one_session_and_keeps_the_other() {
    let world = a_world().await;
    let (kim, older, newer) = two_sessions(&world).await;
    for token in [&older, &newer] {
        assert!(world.authenticate(token.token.expose()).await.is_ok());
    }
    assert_eq!(end(&world, older.session, kim, kim).await, Ok(()));
    assert_eq!(world.authenticate(older.token.expose()).await, REFUSED);
    assert!(world.authenticate(newer.token.expose()).await.is_ok());
    let row = world.row(&world.claims(older.token.expose())).await;
    let reason = row.revoked.map(|(_, reason)| reason);
    assert_eq!(reason, Some(RevocationReason::Ended));
    assert_eq!(world.tables.last_audit().await, "session.revoked success");
}

// C11
#[tokio::test]
async fn a_superuser_ends_anybodys_session_and_is_named_for_it() {
    let world = a_world().await;
    let (kim, older, _) = two_sessions(&world).await;
    let root = world.account("root@example.com", "root").await.user.id;
    assert_eq!(end(&world, older.session, kim, root).await, Ok(()));
    assert_eq!(world.authenticate(older.token.expose()).await, REFUSED);
    assert_eq!(
        last_actor_and_subject(&world).await,
        format!("{} {}", hexadecimal(root), hexadecimal(kim))
    );
}

// C11: one answer for foreign, ended, expired and missing ones.
#[tokio::test]
async fn what_is_not_a_live_session_of_the_owner_is_no_such_session() {
    let world = a_world().await;
    let (kim, older, newer) = two_sessions(&world).await;
    let lee = world.account("lee@example.com", "lee").await;
    world.log_out(older.token.expose()).await;
    let missing = SessionId::from_uuid(an_id());
    let before = world.tables.dump().await;
    for session in [lee.token.session, older.session, missing] {
        assert_eq!(end(&world, session, kim, kim).await, NO_SUCH_SESSION);
    }
    world.wait(world.policies.sessions.idle_timeout);
    assert_eq!(end(&world, newer.session, kim, kim).await, NO_SUCH_SESSION);
    assert_eq!(world.tables.dump().await, before);
}

// Section 2.6
#[tokio::test]
async fn log_out_everywhere_ends_every_session_of_the_user_and_no_other() {
    let world = a_world().await;
    let (kim, older, newer) = two_sessions(&world).await;
    let lee = world.account("lee@example.com", "lee").await;
    for token in [&older, &newer, &lee.token] {
        assert!(world.authenticate(token.token.expose()).await.is_ok());
    }
    let nowhere = RequestOrigin::default();
    let ended = world.sessions.end_all.execute(kim, kim, &nowhere).await;
    assert_eq!(ended, Ok(2));
    for token in [&older, &newer] {
        assert_eq!(world.authenticate(token.token.expose()).await, REFUSED);
        assert!(world.refresh(token.token.expose()).await.is_err());
    }
    assert!(world.authenticate(lee.token.token.expose()).await.is_ok());
    let again = world.sessions.end_all.execute(kim, kim, &nowhere).await;
    assert_eq!(again, Ok(0));
}

// Section 2.6: expired tokens of ended sessions are not renewed either.
#[tokio::test]
async fn an_expired_token_of_an_ended_session_stays_dead() {
    let world = a_world().await;
    let (kim, older, newer) = two_sessions(&world).await;
    world.outlive(&newer);
    let nowhere = RequestOrigin::default();
    let ended = world.sessions.end_all.execute(kim, kim, &nowhere).await;
    assert_eq!(ended, Ok(2));
    for token in [&older, &newer] {
        assert_eq!(world.authenticate(token.token.expose()).await, REFUSED);
    }
}

#[tokio::test]
async fn a_failure_of_storage_ends_nothing() {
    let world = a_world().await;
    let (kim, older, _) = two_sessions(&world).await;
    let nowhere = RequestOrigin::default();
    let one = async || end(&world, older.session, kim, kim).await;
    // begin, lock, save, audit event, commit
    assert_eq!(every_fault_leaves_nothing(&world, one).await, 5);
    let all = async || world.sessions.end_all.execute(kim, kim, &nowhere).await;
    // begin, the session that is left, audit event, commit
    assert_eq!(every_fault_leaves_nothing(&world, all).await, 4);
}
