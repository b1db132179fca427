//! Cached replies that all servers share.
//!
//! The keys: `cache:{scope}:version` is the version of a list, a UUID, for a day; `cache:{scope}:{version}:{part}` is
//! one page of it in one form, for as long as its caller says. A scope is `items:own:{user}` or `items:all`.

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
}

impl RedisCache {
    /// A cache over these connections.
    #[must_use]
    pub fn new(connections: RedisConnections) -> Self {
        Self {
            connections,
            claim: Script::new(include_str!("claim.lua")),
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
        let question = Cmd::pset_ex(version_key(scope), written(fresh), ttl);
        Ok(self.connections.ask(&question).await?)
    }

    async fn get(&self, key: &CacheKey) -> Result<Option<CachedValue>, CacheError> {
        let asked_at = Instant::now();
        let mut question = Pipeline::new();
        question.get(value_key(key)).pttl(value_key(key));
        let (bytes, left): (Option<Vec<u8>>, i64) = self.connections.ask(&question).await?;
        // Redis says a negative number of a key that is gone, or that has no end and so is not ours.
        let left = Duration::from_millis(u64::try_from(left).unwrap_or_default());
        let fresh_for = left.saturating_sub(asked_at.elapsed());
        let value = bytes.filter(|_| !fresh_for.is_zero());
        Ok(value.map(|bytes| CachedValue {
            bytes: bytes.into(),
            fresh_for,
        }))
    }

    async fn put(&self, key: &CacheKey, bytes: &[u8], ttl: Duration) -> Result<(), CacheError> {
        if ttl < Duration::from_millis(1) {
            return Ok(());
        }
        let question = Cmd::pset_ex(value_key(key), bytes, stored::millis(ttl));
        Ok(self.connections.ask(&question).await?)
    }
}

fn version_key(scope: &CacheScope) -> String {
    format!("cache:{scope}:version")
}

fn value_key(key: &CacheKey) -> String {
    format!("cache:{key}")
}

fn written(version: CacheVersion) -> String {
    version.as_uuid().simple().to_string()
}

fn version(text: &str) -> Result<CacheVersion, CacheError> {
    let id = stored::parsed("version", Uuid::try_parse(text))?;
    Ok(CacheVersion::from_uuid(id))
}
