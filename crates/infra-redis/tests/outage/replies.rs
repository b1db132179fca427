//! The cached replies that instances share.

use std::time::Duration;

use domain::cache::{CacheKey, CacheScope, CacheVersion};
use domain::ports::Cache;
use port_contracts::fixtures::an_id;
use portico_infra_redis::RedisCache;
use test_services::Redis;

use crate::{connections, recovers, within_a_second};

const SCOPE: CacheScope = CacheScope::AllItems;
const TTL: Duration = Duration::from_mins(1);

fn a_version() -> CacheVersion {
    CacheVersion::from_uuid(an_id())
}

fn a_page(version: CacheVersion) -> CacheKey {
    CacheKey {
        scope: SCOPE,
        version,
        part: "page".to_owned(),
    }
}

/// Whether each question is answered; each is, or is given up within a second.
async fn answers(cache: &RedisCache, page: &CacheKey) -> [bool; 5] {
    [
        within_a_second(cache.version(&SCOPE)).await.is_ok(),
        within_a_second(cache.claim_version(&SCOPE, a_version()))
            .await
            .is_ok(),
        within_a_second(cache.renew_version(&SCOPE, a_version()))
            .await
            .is_ok(),
        within_a_second(cache.put(page, b"[]", TTL)).await.is_ok(),
        within_a_second(cache.get(page)).await.is_ok(),
    ]
}

// I5
#[tokio::test]
async fn every_question_fails_within_a_second_and_is_answered_again() {
    let mut redis = Redis::start();
    let cache = RedisCache::new(connections(redis.url()));
    let page = a_page(a_version());
    assert_eq!(answers(&cache, &page).await, [true; 5]);
    redis.stop();
    assert_eq!(answers(&cache, &page).await, [false; 5]);
    redis.restart();
    recovers(async || cache.version(&SCOPE).await.is_ok()).await;
    assert_eq!(answers(&cache, &page).await, [true; 5]);
}

// I5, I9: a Redis that comes back empty brings no page back, not even when it is asked for by its old name.
#[tokio::test]
async fn a_redis_that_comes_back_empty_knows_no_version_and_no_page() {
    let mut redis = Redis::start();
    let cache = RedisCache::new(connections(redis.url()));
    let version = cache.claim_version(&SCOPE, a_version()).await.unwrap();
    let page = a_page(version);
    cache.put(&page, b"[]", TTL).await.unwrap();
    assert!(cache.get(&page).await.unwrap().is_some());
    redis.restart();
    assert_eq!(cache.version(&SCOPE).await, Ok(None));
    assert_eq!(cache.get(&page).await, Ok(None));
    let fresh = a_version();
    assert_eq!(cache.claim_version(&SCOPE, fresh).await, Ok(fresh));
}
