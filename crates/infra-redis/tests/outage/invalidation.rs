//! The channel between instances.

use std::time::Duration;

use domain::ports::InvalidationChannel;
use portico_infra_redis::RedisInvalidation;
use test_services::{Redis, Wire};

use crate::{connections, recovers, some_news, within_a_second};

// Section 2.8
#[tokio::test]
async fn a_lost_invalidation_channel_is_noticed_and_can_be_had_anew() {
    let mut redis = Redis::start();
    let channel = RedisInvalidation::new(connections(redis.url()));
    let mut news = channel.subscribe().await.unwrap();
    redis.stop();
    assert!(within_a_second(news.next()).await.is_err());
    assert!(within_a_second(channel.subscribe()).await.is_err());
    redis.restart();
    let mut news = channel.subscribe().await.unwrap();
    let told = some_news();
    recovers(async || channel.publish(told).await.is_ok()).await;
    assert_eq!(within_a_second(news.next()).await, Ok(told));
}

// Section 2.8: silence is no news only while the server answers.
#[tokio::test]
async fn a_silent_invalidation_channel_is_noticed_within_two_seconds() {
    let redis = Redis::start();
    let wire = Wire::to(&redis.url());
    let channel = RedisInvalidation::new(connections(wire.url()));
    let mut news = channel.subscribe().await.unwrap();
    wire.cut();
    let lost = tokio::time::timeout(Duration::from_secs(2), news.next()).await;
    assert!(matches!(lost, Ok(Err(_))), "{lost:?}");
}

// Section 2.8: a quiet hour is not a loss.
#[tokio::test]
async fn a_quiet_invalidation_channel_is_kept() {
    let redis = Redis::start();
    let channel = RedisInvalidation::new(connections(redis.url()));
    let mut news = channel.subscribe().await.unwrap();
    let quiet = Duration::from_millis(2_200);
    assert!(tokio::time::timeout(quiet, news.next()).await.is_err());
    let told = some_news();
    assert_eq!(channel.publish(told).await, Ok(()));
    assert_eq!(within_a_second(news.next()).await, Ok(told));
}
