//! The contract of [`Cache`].

use std::sync::Arc;
use std::time::Duration;

use domain::cache::{CacheKey, CacheScope, CacheVersion, CachedValue};
use domain::ports::Cache;
use domain::user::UserId;

use crate::fixtures::an_id;
use crate::race::race;

const RACERS: usize = 16;
const LONG: Duration = Duration::from_secs(30);
const SHORT: Duration = Duration::from_millis(300);

/// I8: two who open a list at once must find each other's pages.
pub async fn racing_readers_agree_on_a_version(cache: &Arc<impl Cache + 'static>) {
    for _ in 0..20 {
        let scope = a_scope();
        let claimed = race(RACERS, |_| {
            let cache = cache.clone();
            async move { cache.claim_version(&scope, a_version()).await }
        });
        let claimed = claimed.await;
        assert!(claimed.iter().all(|version| *version == claimed[0]));
        assert_eq!(version(cache, &scope).await, claimed[0].clone().ok());
    }
}

/// Nobody has a version before somebody claims one, and then it stays.
pub async fn a_claimed_version_stands(cache: &Arc<impl Cache + 'static>) {
    let (scope, other) = (a_scope(), a_scope());
    assert_eq!(version(cache, &scope).await, None);
    let claimed = claim(cache, &scope).await;
    assert_eq!(version(cache, &scope).await, Some(claimed));
    assert_eq!(claim(cache, &scope).await, claimed);
    assert_eq!(version(cache, &other).await, None);
    assert_ne!(claim(cache, &other).await, claimed);
}

/// I9: whoever wrote reads what they wrote.
pub async fn a_renewed_version_stands_at_once(cache: &Arc<impl Cache + 'static>) {
    let (scope, other) = (a_scope(), CacheScope::AllItems);
    let (old, others) = (claim(cache, &scope).await, claim(cache, &other).await);
    for _ in 0..100 {
        let fresh = a_version();
        assert_eq!(cache.renew_version(&scope, fresh).await, Ok(()));
        assert_eq!(version(cache, &scope).await, Some(fresh));
        assert_eq!(claim(cache, &scope).await, fresh);
    }
    assert_ne!(version(cache, &scope).await, Some(old));
    assert_eq!(version(cache, &other).await, Some(others));
    let unknown = a_scope();
    let fresh = a_version();
    assert_eq!(cache.renew_version(&unknown, fresh).await, Ok(()));
    assert_eq!(version(cache, &unknown).await, Some(fresh));
}

/// I9: a page that was read before a write is not found after it, however late it is kept.
pub async fn a_late_value_is_not_found_after_a_renewal(cache: &Arc<impl Cache + 'static>) {
    let scope = a_scope();
    let read_under = claim(cache, &scope).await;
    let renewed = cache.renew_version(&scope, a_version()).await;
    assert_eq!(renewed, Ok(()));
    let late = key(scope, read_under, "page");
    put(cache, &late, b"old", LONG).await;
    let now = version(cache, &scope).await.expect("a version");
    assert_eq!(get(cache, &key(scope, now, "page")).await, None);
}

/// Byte for byte, with the time that is left.
pub async fn a_value_comes_back_as_it_was(cache: &Arc<impl Cache + 'static>) {
    let every_byte: Vec<u8> = (0..=u8::MAX).collect();
    let large = every_byte.repeat(1_000);
    for bytes in [&b""[..], b"\0\r\n", &every_byte, &large] {
        let key = a_key();
        assert_eq!(get(cache, &key).await, None);
        put(cache, &key, bytes, LONG).await;
        let value = get(cache, &key).await.expect("a value");
        assert_eq!(&*value.bytes, bytes);
        assert!(value.fresh_for <= LONG && value.fresh_for > LONG / 2);
    }
}

/// The last one counts, with its own time.
pub async fn a_value_takes_the_place_of_another(cache: &Arc<impl Cache + 'static>) {
    let key = a_key();
    put(cache, &key, b"one", LONG).await;
    put(cache, &key, b"another", LONG / 2).await;
    let value = get(cache, &key).await.expect("a value");
    assert_eq!(&*value.bytes, b"another");
    assert!(value.fresh_for <= LONG / 2);
}

/// I9: what is old is gone, and no value begins its time anew.
pub async fn a_value_ends_with_its_time(cache: &Arc<impl Cache + 'static>) {
    let (short, long, none) = (a_key(), a_key(), a_key());
    put(cache, &short, b"short", SHORT).await;
    put(cache, &long, b"long", LONG).await;
    put(cache, &none, b"none", Duration::ZERO).await;
    assert_eq!(get(cache, &none).await, None);
    let at_first = get(cache, &long).await.expect("a value");
    assert!(get(cache, &short).await.is_some());
    tokio::time::sleep(SHORT).await;
    assert_eq!(get(cache, &short).await, None);
    let later = get(cache, &long).await.expect("a value");
    assert!(later.fresh_for + SHORT / 2 <= at_first.fresh_for);
}

/// F1r: nobody is given another's page.
pub async fn keys_do_not_share_values(cache: &Arc<impl Cache + 'static>) {
    let (scope, version) = (a_scope(), a_version());
    let keys = [
        key(scope, version, "page"),
        key(scope, version, "page:"),
        key(scope, version, "page:1"),
        key(scope, version, "PAGE"),
        key(scope, version, ""),
        key(scope, version, "p\u{e4}ge \r\n"),
        key(scope, a_version(), "page"),
        key(a_scope(), version, "page"),
        key(CacheScope::AllItems, version, "page"),
    ];
    for (number, key) in (0..).zip(&keys) {
        put(cache, key, &[number], LONG).await;
    }
    for (number, key) in (0..).zip(&keys) {
        let value = get(cache, key).await.expect("a value");
        assert_eq!(&*value.bytes, [number], "{key}");
    }
}

pub(crate) fn a_scope() -> CacheScope {
    CacheScope::ItemsOf(UserId::from_uuid(an_id()))
}

pub(crate) fn a_version() -> CacheVersion {
    CacheVersion::from_uuid(an_id())
}

fn a_key() -> CacheKey {
    key(a_scope(), a_version(), "page")
}

fn key(scope: CacheScope, version: CacheVersion, part: &str) -> CacheKey {
    let part = part.to_owned();
    CacheKey {
        scope,
        version,
        part,
    }
}

pub(crate) async fn version(cache: &Arc<impl Cache>, scope: &CacheScope) -> Option<CacheVersion> {
    let version = cache.version(scope).await;
    version.expect("the version could not be read")
}

pub(crate) async fn claim(cache: &Arc<impl Cache>, scope: &CacheScope) -> CacheVersion {
    let claimed = cache.claim_version(scope, a_version()).await;
    claimed.expect("no version was given")
}

async fn get(cache: &Arc<impl Cache>, key: &CacheKey) -> Option<CachedValue> {
    cache.get(key).await.expect("the cache could not be read")
}

async fn put(cache: &Arc<impl Cache>, key: &CacheKey, bytes: &[u8], ttl: Duration) {
    assert_eq!(cache.put(key, bytes, ttl).await, Ok(()));
}

/// Runs the contract of `Cache` on an adapter.
#[macro_export]
macro_rules! cache_contract {
    ($adapter:expr) => {
        $crate::__async_cases!(
            cache,
            ::std::sync::Arc::new($adapter),
            racing_readers_agree_on_a_version,
            a_claimed_version_stands,
            a_renewed_version_stands_at_once,
            a_late_value_is_not_found_after_a_renewal,
            a_value_comes_back_as_it_was,
            a_value_takes_the_place_of_another,
            a_value_ends_with_its_time,
            keys_do_not_share_values,
        );
    };
}
