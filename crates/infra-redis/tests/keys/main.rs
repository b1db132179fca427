//! What is in Redis: which keys, for how long, and what becomes of a bad value.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod copies;
mod replies;

use std::collections::BTreeMap;
use std::time::Duration;

use deadpool_redis::redis::aio::MultiplexedConnection;
use deadpool_redis::redis::{Client, Cmd, FromRedisValue};
use portico_infra_redis::{RedisConnections, RedisSettings};
use test_services::Redis;

/// How much of a time to live may have passed until it is looked at.
const SLACK: Duration = Duration::from_secs(5);

/// A server of its own, so that every key in it was written by the test.
struct Server {
    _redis: Redis,
    connections: RedisConnections,
    bare: MultiplexedConnection,
}

impl Server {
    async fn start() -> Self {
        let redis = Redis::start();
        let url = redis.url();
        let client = Client::open(url.as_str()).unwrap();
        Self {
            connections: RedisConnections::new(&RedisSettings { url }).unwrap(),
            bare: client.get_multiplexed_async_connection().await.unwrap(),
            _redis: redis,
        }
    }

    /// Every key and what it has left; a key without an end has -1.
    async fn keys(&mut self) -> BTreeMap<String, i64> {
        let keys: Vec<String> = self.ask(Cmd::keys("*")).await;
        let mut ends = BTreeMap::new();
        for key in keys {
            let left = self.ask(Cmd::pttl(&key)).await;
            ends.insert(key, left);
        }
        ends
    }

    async fn ask<T: FromRedisValue>(&mut self, command: Cmd) -> T {
        command.query_async(&mut self.bare).await.unwrap()
    }
}

fn ends_within(left: i64, ttl: Duration) -> bool {
    let left = Duration::from_millis(u64::try_from(left).unwrap_or_default());
    left > ttl.saturating_sub(SLACK) && left <= ttl
}

/// Asserts that these are all the keys, and that each of them ends when it should (E4).
fn assert_ends(keys: &BTreeMap<String, i64>, expected: &BTreeMap<String, Duration>) {
    assert!(keys.keys().eq(expected.keys()), "{keys:?}");
    for (key, ttl) in expected {
        assert!(ends_within(keys[key], *ttl), "{key}: {}", keys[key]);
    }
}
