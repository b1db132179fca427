//! Two tiers of cached replies as one: the process in front of a cache that instances share.

use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use domain::cache::{CacheKey, CacheScope, CacheVersion, CachedValue};
use domain::ports::{Cache, CacheError, LocalCache};

use super::away;
use crate::instruments::Cached;

/// A near cache in front of a far one. A version is made in the far tier and only then seen here, so that every page
/// under it was read after every change that the far tier knows of (I9).
pub struct TieredCache {
    near: Arc<dyn LocalCache>,
    far: Arc<dyn Cache>,
}

impl TieredCache {
    /// Puts `near` in front of `far`.
    #[must_use]
    pub const fn new(near: Arc<dyn LocalCache>, far: Arc<dyn Cache>) -> Self {
        Self { near, far }
    }
}

#[async_trait]
impl Cache for TieredCache {
    async fn version(&self, scope: &CacheScope) -> Result<Option<CacheVersion>, CacheError> {
        if let Some(version) = self.near.version(scope).await? {
            return Ok(Some(version));
        }
        let lease = self.near.lease(scope);
        let version = self.far.version(scope).await?;
        if let Some(version) = version {
            self.near.adopt_version(scope, lease, version);
        }
        Ok(version)
    }

    async fn claim_version(
        &self,
        scope: &CacheScope,
        fresh: CacheVersion,
    ) -> Result<CacheVersion, CacheError> {
        if let Some(version) = self.near.version(scope).await? {
            return Ok(version);
        }
        let lease = self.near.lease(scope);
        let version = self.far.claim_version(scope, fresh).await?;
        self.near.adopt_version(scope, lease, version);
        Ok(version)
    }

    /// While the far tier is away, the fresh version stands in this process alone, and the error says so: other
    /// instances give old pages until those end.
    async fn renew_version(
        &self,
        scope: &CacheScope,
        fresh: CacheVersion,
    ) -> Result<(), CacheError> {
        let renewed = self.far.renew_version(scope, fresh).await;
        match renewed {
            // Others may have renewed it since: the next reader asks which one stands.
            Ok(()) => self.near.forget(scope),
            Err(_) => self.near.renew_version(scope, fresh).await?,
        }
        renewed
    }

    /// A value that comes from afar keeps its time.
    async fn get(&self, key: &CacheKey) -> Result<Option<CachedValue>, CacheError> {
        if let Some(value) = self.near.get(key).await? {
            return Ok(Some(value));
        }
        let value = Cached::Replies.count_shared(self.far.get(key).await);
        let value = value.unwrap_or_else(|error| away(&error));
        if let Some(value) = &value {
            self.near.put(key, &value.bytes, value.fresh_for).await?;
        }
        Ok(value)
    }

    async fn put(&self, key: &CacheKey, bytes: &[u8], ttl: Duration) -> Result<(), CacheError> {
        self.near.put(key, bytes, ttl).await?;
        self.far.put(key, bytes, ttl).await
    }
}
