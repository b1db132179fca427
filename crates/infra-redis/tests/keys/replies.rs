//! Cached replies.

use std::collections::BTreeMap;
use std::time::Duration;

use deadpool_redis::redis::Cmd;
use domain::cache::{CacheKey, CacheScope, CacheVersion};
use domain::ports::{CACHE_VERSION_TTL, Cache};
use domain::user::UserId;
use port_contracts::fixtures::an_id;
use portico_infra_redis::RedisCache;

use crate::{Server, assert_ends};

const PAGE_TTL: Duration = Duration::from_mins(1);

fn a_version() -> CacheVersion {
    CacheVersion::from_uuid(an_id())
}

fn a_page(scope: CacheScope, version: CacheVersion) -> CacheKey {
    let part = "json:0".to_owned();
    CacheKey {
        scope,
        version,
        part,
    }
}

// E4
#[tokio::test]
async fn every_version_and_page_has_an_end() {
    let mut server = Server::start().await;
    let cache = RedisCache::new(server.connections.clone());
    let user = UserId::from_uuid(an_id());
    let (own, version) = (CacheScope::ItemsOf(user), a_version());
    let claimed = cache.claim_version(&own, version).await;
    assert_eq!(claimed, Ok(version));
    let all = CacheScope::AllItems;
    cache.renew_version(&all, a_version()).await.unwrap();
    let page = a_page(own, version);
    cache.put(&page, b"[]", PAGE_TTL).await.unwrap();
    let over = a_page(own, a_version());
    cache.put(&over, b"[]", Duration::ZERO).await.unwrap();

    let expected = BTreeMap::from([
        (format!("cache:items:own:{user}:version"), CACHE_VERSION_TTL),
        ("cache:items:all:version".to_owned(), CACHE_VERSION_TTL),
        (format!("cache:items:own:{user}:pages"), PAGE_TTL),
    ]);
    assert_ends(&server.keys().await, &expected);
}

// E4: the pages of a list end with the last of them, and each of them in its own time.
#[tokio::test]
async fn pages_of_one_list_end_one_by_one() {
    let mut server = Server::start().await;
    let cache = RedisCache::new(server.connections.clone());
    let (scope, version) = (CacheScope::Questions, a_version());
    let (long, short) = (a_page(scope, version), a_page(scope, a_version()));
    let instant = Duration::from_millis(200);
    cache.put(&long, b"[]", PAGE_TTL).await.unwrap();
    cache.put(&short, b"[]", instant).await.unwrap();
    assert!(cache.get(&short).await.unwrap().is_some());
    let key = format!("cache:{scope}:pages");
    let expected = BTreeMap::from([(key.clone(), PAGE_TTL)]);
    assert_ends(&server.keys().await, &expected);

    tokio::time::sleep(instant).await;
    assert_eq!(cache.get(&short).await, Ok(None));
    assert!(cache.get(&long).await.unwrap().is_some());
    cache.put(&short, b"[]", PAGE_TTL * 2).await.unwrap();
    let expected = BTreeMap::from([(key.clone(), PAGE_TTL * 2)]);
    assert_ends(&server.keys().await, &expected);
    cache.put(&long, b"[]", Duration::MAX).await.unwrap();
    let expected = BTreeMap::from([(key, CACHE_VERSION_TTL)]);
    assert_ends(&server.keys().await, &expected);
}

// E5: what a deleted user wrote is gone with the version, and nobody who read it before brings it back.
#[tokio::test]
async fn a_renewal_leaves_no_page_and_no_late_page_comes_after_it() {
    let mut server = Server::start().await;
    let cache = RedisCache::new(server.connections.clone());
    let (scope, other) = (CacheScope::AllItems, CacheScope::Questions);
    let before = cache.claim_version(&scope, a_version()).await.unwrap();
    let (page, others) = (a_page(scope, before), a_page(other, before));
    cache.put(&page, b"[]", PAGE_TTL).await.unwrap();
    cache.put(&others, b"[]", PAGE_TTL).await.unwrap();

    let fresh = a_version();
    cache.renew_version(&scope, fresh).await.unwrap();
    cache.put(&page, b"[]", PAGE_TTL).await.unwrap();
    assert_eq!(cache.get(&page).await, Ok(None));
    let mut expected = BTreeMap::from([
        (format!("cache:{scope}:version"), CACHE_VERSION_TTL),
        (format!("cache:{other}:pages"), PAGE_TTL),
    ]);
    assert_ends(&server.keys().await, &expected);

    let page = a_page(scope, fresh);
    cache.put(&page, b"[]", PAGE_TTL).await.unwrap();
    assert!(cache.get(&page).await.unwrap().is_some());
    expected.insert(format!("cache:{scope}:pages"), PAGE_TTL);
    assert_ends(&server.keys().await, &expected);
}

// E5: a version that Redis had to drop takes its pages with it once there is another.
#[tokio::test]
async fn a_fresh_version_begins_without_pages() {
    let mut server = Server::start().await;
    let cache = RedisCache::new(server.connections.clone());
    let scope = CacheScope::AllItems;
    let before = cache.claim_version(&scope, a_version()).await.unwrap();
    let page = a_page(scope, before);
    cache.put(&page, b"[]", PAGE_TTL).await.unwrap();
    assert_eq!(cache.claim_version(&scope, a_version()).await, Ok(before));
    assert!(cache.get(&page).await.unwrap().is_some());
    let key = format!("cache:{scope}:version");
    let () = server.ask(Cmd::del(&key)).await;
    cache.claim_version(&scope, a_version()).await.unwrap();
    let expected = BTreeMap::from([(key, CACHE_VERSION_TTL)]);
    assert_ends(&server.keys().await, &expected);
}

// E4: a list that is in use keeps its version.
#[tokio::test]
async fn a_version_that_is_claimed_anew_begins_its_time_anew() {
    let mut server = Server::start().await;
    let cache = RedisCache::new(server.connections.clone());
    let (scope, version) = (CacheScope::AllItems, a_version());
    cache.renew_version(&scope, version).await.unwrap();
    let key = format!("cache:{scope}:version");
    let () = server.ask(Cmd::expire(&key, 60)).await;
    let claimed = cache.claim_version(&scope, a_version()).await;
    assert_eq!(claimed, Ok(version));
    let expected = BTreeMap::from([(key, CACHE_VERSION_TTL)]);
    assert_ends(&server.keys().await, &expected);
}

// I5, I9: a Redis that was emptied brings no old page back.
#[tokio::test]
async fn emptying_redis_and_its_scripts_is_a_miss() {
    let mut server = Server::start().await;
    let cache = RedisCache::new(server.connections.clone());
    let scope = CacheScope::AllItems;
    let before = cache.claim_version(&scope, a_version()).await.unwrap();
    let page = a_page(scope, before);
    cache.put(&page, b"[]", PAGE_TTL).await.unwrap();
    let () = server.ask(Cmd::flushall()).await;
    let mut flush = Cmd::new();
    flush.arg("SCRIPT").arg("FLUSH");
    let () = server.ask(flush).await;
    assert_eq!(cache.version(&scope).await, Ok(None));
    assert_eq!(cache.get(&page).await, Ok(None));
    let after = cache.claim_version(&scope, a_version()).await.unwrap();
    assert_ne!(after, before);
}

#[tokio::test]
async fn a_bad_version_is_an_error_until_it_is_renewed() {
    let mut server = Server::start().await;
    let cache = RedisCache::new(server.connections.clone());
    let (scope, fresh) = (CacheScope::AllItems, a_version());
    let key = format!("cache:{scope}:version");
    for value in ["", "1", "not-a-version"] {
        let () = server.ask(Cmd::set(&key, value)).await;
        assert!(cache.version(&scope).await.is_err(), "{value}");
        assert!(cache.claim_version(&scope, fresh).await.is_err(), "{value}");
    }
    let () = server.ask(Cmd::del(&key)).await;
    let () = server.ask(Cmd::hset(&key, "not", "a text")).await;
    assert!(cache.claim_version(&scope, fresh).await.is_err());
    cache.renew_version(&scope, fresh).await.unwrap();
    assert_eq!(cache.version(&scope).await, Ok(Some(fresh)));
}

// E4: what nobody gave an end was not written by Portico.
#[tokio::test]
async fn a_page_without_an_end_does_not_count() {
    let mut server = Server::start().await;
    let cache = RedisCache::new(server.connections.clone());
    let (scope, version) = (CacheScope::AllItems, a_version());
    let page = a_page(scope, version);
    let pages = format!("cache:{scope}:pages");
    let field = format!("{}:{}", version.as_uuid().simple(), page.part);
    for value in ["", "[]", ":[]", "soon:[]", "1:[]"] {
        let () = server.ask(Cmd::hset(&pages, &field, value)).await;
        assert_eq!(cache.get(&page).await, Ok(None), "{value}");
    }
    // One that ends in the year 2286 counts, so it was looked for in the right place.
    let () = server
        .ask(Cmd::hset(&pages, &field, "9999999999999:[]"))
        .await;
    assert!(cache.get(&page).await.unwrap().is_some());
}
