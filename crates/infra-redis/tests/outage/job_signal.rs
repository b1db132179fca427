//! The signal that wakes workers, and the probe.

use std::future::Future;
use std::net::TcpListener;
use std::time::{Duration, Instant};

use domain::ports::{HealthProbe, JobSignal, JobWakeUps};
use portico_infra_redis::{RedisHealth, RedisJobSignal};
use test_services::Redis;

use crate::{connections, within_a_second};

const AT_ONCE: Duration = Duration::from_millis(50);

/// Requests wait for this one.
async fn at_once<T>(work: impl Future<Output = T>) -> T {
    let started = Instant::now();
    let result = work.await;
    assert!(started.elapsed() < AT_ONCE, "{:?}", started.elapsed());
    result
}

async fn hears(ear: &mut dyn JobWakeUps) -> bool {
    let woken = tokio::time::timeout(Duration::from_secs(5), ear.wait()).await;
    matches!(woken, Ok(Ok(())))
}

// I14
#[tokio::test]
async fn everything_is_made_while_redis_is_down_and_works_when_it_comes() {
    let mut redis = Redis::start();
    redis.stop();
    let connections = connections(redis.url());
    let signal = RedisJobSignal::new(connections.clone());
    assert_eq!(at_once(signal.notify()).await, Ok(()));
    assert!(within_a_second(signal.subscribe()).await.is_err());
    assert!(
        within_a_second(RedisHealth::new(connections.clone()).check())
            .await
            .is_err()
    );
    redis.restart();
    let mut ear = signal.subscribe().await.unwrap();
    assert_eq!(signal.notify().await, Ok(()));
    assert!(hears(&mut *ear).await);
    assert_eq!(RedisHealth::new(connections).check().await, Ok(()));
}

#[tokio::test]
async fn a_lost_subscription_is_an_error_and_can_be_made_anew() {
    let mut redis = Redis::start();
    let signal = RedisJobSignal::new(connections(redis.url()));
    let mut ear = signal.subscribe().await.unwrap();
    assert_eq!(signal.notify().await, Ok(()));
    assert!(hears(&mut *ear).await);
    redis.stop();
    assert!(within_a_second(ear.wait()).await.is_err());
    assert_eq!(at_once(signal.notify()).await, Ok(()));
    redis.restart();
    let mut ear = signal.subscribe().await.unwrap();
    assert_eq!(signal.notify().await, Ok(()));
    assert!(hears(&mut *ear).await);
}

/// A server that takes connections and never says a word: a hung process, a broken proxy.
#[tokio::test]
async fn a_silent_server_is_given_up_within_a_second() {
    let silent = TcpListener::bind("127.0.0.1:0").unwrap();
    let connections = connections(format!("redis://{}", silent.local_addr().unwrap()));
    let signal = RedisJobSignal::new(connections.clone());
    assert_eq!(at_once(signal.notify()).await, Ok(()));
    assert!(within_a_second(signal.subscribe()).await.is_err());
    assert!(
        within_a_second(RedisHealth::new(connections).check())
            .await
            .is_err()
    );
}
