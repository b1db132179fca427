//! What every request may ask of Redis.

use std::net::TcpListener;
use std::num::NonZeroU32;
use std::time::{Duration, Instant};

use domain::cache::CacheScope;
use domain::limit::{LimitKey, Quota};
use domain::ports::{Cache, InvalidationChannel, RateLimiter, SessionCache, TokenRecords};
use domain::session::TokenId;
use port_contracts::fixtures::an_id;
use portico_infra_redis::{
    RedisCache, RedisConnections, RedisInvalidation, RedisRateLimiter, RedisSessionCache,
    RedisTokenRecords,
};
use test_services::Redis;

use crate::{connections, recovers, some_news, some_session, within_a_second};

/// One question of each port on the hot path.
struct HotPath {
    cache: RedisSessionCache,
    replies: RedisCache,
    limiter: RedisRateLimiter,
    records: RedisTokenRecords,
    channel: RedisInvalidation,
}

impl HotPath {
    fn over(connections: &RedisConnections) -> Self {
        Self {
            cache: RedisSessionCache::new(connections.clone()),
            replies: RedisCache::new(connections.clone()),
            limiter: RedisRateLimiter::new(connections.clone()),
            records: RedisTokenRecords::new(connections.clone()),
            channel: RedisInvalidation::new(connections.clone()),
        }
    }

    /// How many of the five answer; each of them does or gives up within a second.
    async fn answers(&self) -> usize {
        let (key, quota) = (LimitKey::new("fixture", "outage"), a_quota());
        let (session, token) = (some_session(), TokenId::from_uuid(an_id()));
        let answers = [
            within_a_second(self.cache.get(session)).await.is_ok(),
            within_a_second(self.replies.version(&CacheScope::AllItems))
                .await
                .is_ok(),
            within_a_second(self.limiter.check(&key, &quota))
                .await
                .is_ok(),
            within_a_second(self.records.token(token)).await.is_ok(),
            within_a_second(self.channel.publish(some_news()))
                .await
                .is_ok(),
        ];
        answers.into_iter().filter(|answer| *answer).count()
    }

    async fn recovers(&self) {
        recovers(async || self.answers().await == 5).await;
    }
}

fn a_quota() -> Quota {
    Quota {
        burst: NonZeroU32::MAX,
        period: Duration::from_hours(1),
    }
}

// I5
#[tokio::test]
async fn the_hot_path_fails_within_a_second_and_recovers() {
    let mut redis = Redis::start();
    let path = HotPath::over(&connections(redis.url()));
    assert_eq!(path.answers().await, 5);
    for _ in 0..2 {
        redis.stop();
        assert_eq!(path.answers().await, 0);
        redis.restart();
        path.recovers().await;
    }
}

// I5: a restart between two questions is not even seen.
#[tokio::test]
async fn a_restart_while_nobody_asks_fails_no_question() {
    let mut redis = Redis::start();
    let path = HotPath::over(&connections(redis.url()));
    assert_eq!(path.answers().await, 5);
    redis.restart();
    assert_eq!(path.answers().await, 5);
}

// I14
#[tokio::test]
async fn the_hot_path_is_made_while_redis_is_down_and_works_when_it_comes() {
    let mut redis = Redis::start();
    redis.stop();
    let path = HotPath::over(&connections(redis.url()));
    assert_eq!(path.answers().await, 0);
    redis.restart();
    path.recovers().await;
}

// I5: a hundred requests wait for a hung Redis once, not each in its turn, and those after them not at all.
#[tokio::test]
async fn a_hung_redis_is_waited_for_once() {
    let silent = TcpListener::bind("127.0.0.1:0").unwrap();
    let connections = connections(format!("redis://{}", silent.local_addr().unwrap()));
    let cache = RedisSessionCache::new(connections);
    let ask = || cache.get(some_session());
    let waiting = futures_util::future::join_all((0..100).map(|_| ask()));
    let answers = within_a_second(waiting).await;
    assert!(answers.iter().all(Result::is_err));
    let started = Instant::now();
    for _ in 0..50 {
        assert!(ask().await.is_err());
    }
    assert!(started.elapsed() < Duration::from_millis(200));
}
