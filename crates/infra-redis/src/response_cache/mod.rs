//! Cached replies that all servers share.
//!
//! The keys: `cache:{scope}:version` is the version of a list, a UUID, for a day; `cache:{scope}:pages` is a hash of
//! its pages, each in one form, and ends with the last of them. A field is `{version}:{part}`; its value is the
//! millisecond of the Unix epoch in which it ends, by the clock of Redis, a colon, and the page. Whatever gives a list
//! another version drops the hash, and no page of an older version comes into it afterwards: the rows of a user who
//! was deleted are gone at once (E5). A scope is `items:own:{user}`, `items:all` or `questions`.

use std::time::{Duration, Instant};

use async_trait::async_trait;
use deadpool_redis::redis::{Cmd, Pipeline, Script};
use domain::cache::{CacheKey, CacheScope, CacheVersion, CachedValue};
use domain::ports::{CACHE_VERSION_TTL, Cache, CacheError};
use uuid::Uuid;

use crate::RedisConnections;
use crate::stored;

/// The cached replies in Redis.
#[derive(Clone)]
pub struct RedisCache {
    connections: RedisConnections,
    claim: Script,
    get: Script,
    put: Script,
}

impl RedisCache {
    /// A cache over these connections.
    #[must_use]
    pub fn new(connections: RedisConnections) -> Self {
        Self {
            connections,
            claim: Script::new(include_str!("claim.lua")),
            get: Script::new(include_str!("get.lua")),
            put: Script::new(include_str!("put.lua")),
        }
    }
}

#[async_trait]
impl Cache for RedisCache {
    async fn version(&self, scope: &CacheScope) -> Result<Option<CacheVersion>, CacheError> {
        let question = Cmd::get(version_key(scope));
        let stored: Option<String> = self.connections.ask(&question).await?;
        stored.as_deref().map(version).transpose()
    }

    async fn claim_version(
        &self,
        scope: &CacheScope,
        fresh: CacheVersion,
    ) -> Result<CacheVersion, CacheError> {
        let mut claim = self.claim.key(version_key(scope));
        claim.key(pages_key(scope));
        claim.arg(written(fresh));
        claim.arg(stored::millis(CACHE_VERSION_TTL));
        let stored: String = self.connections.ask(&claim).await?;
        version(&stored)
    }

    async fn renew_version(
        &self,
        scope: &CacheScope,
        fresh: CacheVersion,
    ) -> Result<(), CacheError> {
        let ttl = stored::millis(CACHE_VERSION_TTL);
        let mut question = Pipeline::new();
        question.atomic();
        let version = question.pset_ex(version_key(scope), written(fresh), ttl);
        version.ignore().del(pages_key(scope)).ignore();
        Ok(self.connections.ask(&question).await?)
    }

    async fn get(&self, key: &CacheKey) -> Result<Option<CachedValue>, CacheError> {
        let asked_at = Instant::now();
        let mut get = self.get.key(pages_key(&key.scope));
        get.arg(field(key));
        let page: Option<(Vec<u8>, u64)> = self.connections.ask(&get).await?;
        Ok(page.and_then(|(bytes, left)| {
            let fresh_for = Duration::from_millis(left).saturating_sub(asked_at.elapsed());
            let bytes = bytes.into();
            (!fresh_for.is_zero()).then_some(CachedValue { bytes, fresh_for })
        }))
    }

    async fn put(&self, key: &CacheKey, bytes: &[u8], ttl: Duration) -> Result<(), CacheError> {
        if ttl < Duration::from_millis(1) {
            return Ok(());
        }
        let mut put = self.put.key(version_key(&key.scope));
        put.key(pages_key(&key.scope));
        put.arg(written(key.version)).arg(field(key)).arg(bytes);
        // No page is kept for longer than the version that it belongs to.
        put.arg(stored::millis(ttl.min(CACHE_VERSION_TTL)));
        Ok(self.connections.ask(&put).await?)
    }
}

fn version_key(scope: &CacheScope) -> String {
    format!("cache:{scope}:version")
}

fn pages_key(scope: &CacheScope) -> String {
    format!("cache:{scope}:pages")
}

fn field(key: &CacheKey) -> String {
    format!("{}:{}", written(key.version), key.part)
}

fn written(version: CacheVersion) -> String {
    version.as_uuid().simple().to_string()
}

fn version(text: &str) -> Result<CacheVersion, CacheError> {
    let id = stored::parsed("version", Uuid::try_parse(text))?;
    Ok(CacheVersion::from_uuid(id))
}
