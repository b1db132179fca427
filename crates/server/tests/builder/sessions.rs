//! Sessions of a server that was put together otherwise.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use application::SessionPorts;
use async_trait::async_trait;
use domain::limit::{LimitKey, Quota};
use domain::ports::{
    CacheError, Clock, Invalidation, InvalidationChannel, RateDecision, RateLimiter, SessionCache,
};
use domain::session::SessionId;
use domain::timestamp::Timestamp;
use infra_memory::{MemoryInvalidation, MemorySessionCache, MemoryTokenRecords};
use infra_system::SystemClock;
use portico_server::ServerBuilder;

use crate::http::{ask, status};
use crate::{Server, initiate, settings};

/// A limiter that has had enough.
struct Refuses;

const REFUSED: RateDecision = RateDecision {
    is_allowed: false,
    remaining: 0,
    retry_after: Duration::from_secs(7),
    reset_after: Duration::from_secs(70),
};

#[async_trait]
impl RateLimiter for Refuses {
    async fn check(&self, _: &LimitKey, _: &Quota) -> Result<RateDecision, CacheError> {
        Ok(REFUSED)
    }

    async fn give_back(&self, _: &LimitKey, _: &Quota) -> Result<(), CacheError> {
        Ok(())
    }
}

/// A clock that is ahead by as many seconds as a test says.
#[derive(Default)]
struct AheadClock(AtomicU64);

impl Clock for AheadClock {
    fn now(&self) -> Timestamp {
        let ahead = Duration::from_secs(self.0.load(Ordering::SeqCst));
        SystemClock.now().plus(ahead)
    }
}

/// The value of a text member in a reply.
fn member<'a>(reply: &'a str, name: &str) -> &'a str {
    let (_, rest) = reply.split_once(&format!("\"{name}\":\"")).unwrap();
    rest.split('"').next().unwrap()
}

fn log_in(server: &Server) -> String {
    let body = r#"{"identifier":"admin@example.com","password":"three-quiet-owls-on-a-wire"}"#;
    let reply = ask(&server.address, "POST /api/v1/auth/login", "", body);
    assert_eq!(status(&reply), "200", "{reply}");
    reply
}

// A10
#[test]
fn a_rate_limiter_of_ones_own_is_asked() {
    let folder = tempfile::tempdir().unwrap();
    let builder = ServerBuilder::new(settings(folder.path()));
    let server = Server::start(builder.with_rate_limiter(Arc::new(Refuses)));
    let reply = initiate(&server.address).to_lowercase();
    assert_eq!(status(&reply), "429", "{reply}");
    assert!(reply.contains("\r\nretry-after: 7\r\n"), "{reply}");
    server.stop().unwrap();
}

// Section 2.8
#[test]
fn a_session_cache_of_ones_own_gets_the_copies_and_hears_the_news() {
    let folder = tempfile::tempdir().unwrap();
    let near = Arc::new(MemorySessionCache::new());
    let news = Arc::new(MemoryInvalidation::new());
    let ports = SessionPorts {
        cache: near.clone(),
        near: near.clone(),
        invalidation: news.clone(),
        records: Arc::new(MemoryTokenRecords::new()),
    };
    let builder = ServerBuilder::new(settings(folder.path()));
    let server = Server::start(builder.with_session_cache(ports));
    let reply = log_in(&server);
    let id = SessionId::from_uuid(member(&reply, "session_id").parse().unwrap());
    let token = member(&reply, "access_token");
    let me = ask(&server.address, "GET /api/v1/users/me", token, "");
    assert_eq!(status(&me), "200", "{me}");

    let runtime = tokio::runtime::Runtime::new().unwrap();
    let has_copy = || runtime.block_on(near.get(id)).unwrap().is_some();
    assert!(has_copy());
    let told = news.publish(Invalidation::Session(id));
    runtime.block_on(told).unwrap();
    crate::http::soon(|| (!has_copy()).then_some(()));
    server.stop().unwrap();
}

// I13, section 2.4
#[test]
fn a_use_that_was_just_noted_is_written_before_the_end_without_a_worker_too() {
    let folder = tempfile::tempdir().unwrap();
    let clock = Arc::new(AheadClock::default());
    let builder = || ServerBuilder::new(settings(folder.path())).with_clock(clock.clone());
    let server = Server::start(builder().without_worker());
    let reply = log_in(&server);
    let token = member(&reply, "access_token");
    let last_seen_at = |server: &Server| {
        let reply = ask(&server.address, "GET /api/v1/auth/sessions", token, "");
        member(&reply, "last_seen_at").to_owned()
    };
    let at_log_in = last_seen_at(&server);
    clock.0.store(120, Ordering::SeqCst);
    let me = ask(&server.address, "GET /api/v1/users/me", token, "");
    assert_eq!(status(&me), "200", "{me}");
    server.stop().unwrap();

    let server = Server::start(builder());
    assert!(last_seen_at(&server) > at_log_in);
    server.stop().unwrap();
}
