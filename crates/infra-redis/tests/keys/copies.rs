//! Copies of sessions, the records of tokens, and rates.

use std::collections::BTreeMap;
use std::num::NonZeroU32;
use std::time::Duration;

use deadpool_redis::redis::Cmd;
use domain::limit::{LimitKey, Quota};
use domain::ports::{
    CachedSession, FillLease, RateLimiter, SessionCache, TokenRecords, USER_DATA_TTL,
    USER_SESSION_TTL,
};
use domain::session::{Session, SessionId, SessionWithUser};
use domain::user::User;
use port_contracts::fixtures::{a_full_origin, a_session_of, a_user, an_id};
use portico_infra_redis::{RedisRateLimiter, RedisSessionCache, RedisTokenRecords};

use crate::{Server, assert_ends};

fn a_user_and_session() -> (User, Session) {
    let user = a_user().build();
    let session = a_session_of(&user).from_origin(a_full_origin()).build();
    (user, session)
}

fn fresh(found: Option<SessionWithUser>) -> CachedSession {
    CachedSession {
        found,
        age: Duration::ZERO,
    }
}

// E4
#[tokio::test]
async fn every_record_has_an_end() {
    let mut server = Server::start().await;
    let records = RedisTokenRecords::new(server.connections.clone());
    let (user, session) = a_user_and_session();
    let ttl = Duration::from_mins(15);
    records.store_token(&session, ttl).await.unwrap();
    records.store_user_data(&user).await.unwrap();
    let token = session.current_token;
    records.store_latest_token(user.id, token).await.unwrap();
    records.store_session(&session).await.unwrap();

    let expected = BTreeMap::from([
        (format!("jwt:{token}"), ttl),
        (format!("user:{}:data", user.id), USER_DATA_TTL),
        (format!("user:{}:latest_jti", user.id), USER_DATA_TTL),
        (format!("user:{}:session", user.id), USER_SESSION_TTL),
    ]);
    assert_ends(&server.keys().await, &expected);
    records.delete_user_data(user.id).await.unwrap();
    assert_eq!(server.keys().await, BTreeMap::new());
}

// E4, section 2.8: copies for at most five seconds, tombstones for ten.
#[tokio::test]
async fn every_copy_tombstone_and_count_has_an_end() {
    let mut server = Server::start().await;
    let cache = RedisSessionCache::new(server.connections.clone());
    let (user, session) = a_user_and_session();
    let (id, nobody) = (session.id, SessionId::from_uuid(an_id()));
    let found = Some(SessionWithUser {
        session,
        user: user.clone(),
    });
    cache.fill(id, FillLease(0), &fresh(found)).await.unwrap();
    cache
        .fill(nobody, FillLease(0), &fresh(None))
        .await
        .unwrap();
    let other = SessionId::from_uuid(an_id());
    cache.forget_user(user.id, &[other]).await.unwrap();
    let quota = Quota {
        burst: NonZeroU32::new(6).unwrap(),
        period: Duration::from_mins(1),
    };
    let limiter = RedisRateLimiter::new(server.connections.clone());
    let key = LimitKey::new("fixture", "digest");
    limiter.check(&key, &quota).await.unwrap();

    let seconds = Duration::from_secs;
    let expected = BTreeMap::from([
        (format!("portico:session:{id}"), seconds(5)),
        (format!("portico:session:{nobody}"), seconds(1)),
        (format!("portico:session:{other}:forgotten"), seconds(10)),
        (format!("portico:user:{}:forgotten", user.id), seconds(10)),
        ("portico:limit:fixture:digest".to_owned(), seconds(10)),
    ]);
    assert_ends(&server.keys().await, &expected);
}

// Section 2.8: what another instance put there before it heard of the change does not come back.
#[tokio::test]
async fn a_copy_of_a_forgotten_user_does_not_count_even_if_it_is_there() {
    let mut server = Server::start().await;
    let cache = RedisSessionCache::new(server.connections.clone());
    let (user, session) = a_user_and_session();
    let id = session.id;
    let user_id = user.id;
    let found = Some(SessionWithUser { session, user });
    cache.fill(id, FillLease(0), &fresh(found)).await.unwrap();
    cache.forget_user(user_id, &[]).await.unwrap();
    assert!(
        server
            .keys()
            .await
            .contains_key(&format!("portico:session:{id}"))
    );
    assert_eq!(cache.get(id).await, Ok(None));
}

// I5: Redis emptied under the scripts revives nobody, and the scripts come back.
#[tokio::test]
async fn emptying_redis_and_its_scripts_is_a_miss() {
    let mut server = Server::start().await;
    let cache = RedisSessionCache::new(server.connections.clone());
    let id = SessionId::from_uuid(an_id());
    cache.fill(id, FillLease(0), &fresh(None)).await.unwrap();
    assert!(cache.get(id).await.unwrap().is_some());
    let () = server.ask(Cmd::flushall()).await;
    let mut flush = Cmd::new();
    flush.arg("SCRIPT").arg("FLUSH");
    let () = server.ask(flush).await;
    assert_eq!(cache.get(id).await, Ok(None));
    cache.fill(id, FillLease(0), &fresh(None)).await.unwrap();
    assert!(cache.get(id).await.unwrap().is_some());
}

#[tokio::test]
async fn a_bad_value_is_an_error_and_never_a_session() {
    let mut server = Server::start().await;
    let cache = RedisSessionCache::new(server.connections.clone());
    let records = RedisTokenRecords::new(server.connections.clone());
    let (user, session) = a_user_and_session();
    let key = format!("portico:session:{}", session.id);
    for value in ["", "{}", "[null]", "\"null\"", "{\"session\":{}}"] {
        let () = server.ask(Cmd::hset(&key, "value", value)).await;
        let () = server.ask(Cmd::hset(&key, "user", "")).await;
        assert!(cache.get(session.id).await.is_err(), "{value}");
        let () = server
            .ask(Cmd::set(format!("user:{}:data", user.id), value))
            .await;
        assert!(records.user_data(user.id).await.is_err(), "{value}");
        let () = server
            .ask(Cmd::set(format!("user:{}:session", user.id), value))
            .await;
        assert!(records.session(user.id).await.is_err(), "{value}");
    }
    let () = server.ask(Cmd::del(&key)).await;
    let () = server.ask(Cmd::set(&key, "not a hash")).await;
    assert!(cache.get(session.id).await.is_err());
    // What cannot be read can still be deleted.
    records.delete_user_data(user.id).await.unwrap();
    assert_eq!(records.session(user.id).await, Ok(None));
}

#[tokio::test]
async fn a_copy_of_another_session_is_an_error() {
    let mut server = Server::start().await;
    let cache = RedisSessionCache::new(server.connections.clone());
    let (user, session) = a_user_and_session();
    let id = session.id;
    let found = Some(SessionWithUser { session, user });
    cache.fill(id, FillLease(0), &fresh(found)).await.unwrap();
    let other = SessionId::from_uuid(an_id());
    let (from, to) = (
        format!("portico:session:{id}"),
        format!("portico:session:{other}"),
    );
    let () = server.ask(Cmd::rename(from, to)).await;
    assert!(cache.get(other).await.is_err());
}
