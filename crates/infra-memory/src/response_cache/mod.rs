//! Cached replies in the process.

mod values;
mod versions;

use std::time::Duration;

use async_trait::async_trait;
use domain::cache::{CacheKey, CacheScope, CacheVersion, CachedValue};
use domain::ports::{Cache, CacheError, FillLease, LocalCache};

use values::Values;
use versions::Versions;

/// The cached replies of this process: the only ones, or those in front of Redis. Share one by `Arc`.
pub struct MemoryCache {
    versions: Versions,
    values: Values,
}

impl MemoryCache {
    /// Nothing cached yet, and a push that works.
    #[must_use]
    pub fn new() -> Self {
        Self {
            versions: Versions::new(),
            values: Values::new(),
        }
    }
}

impl Default for MemoryCache {
    fn default() -> Self {
        Self::new()
    }
}

#[async_trait]
impl Cache for MemoryCache {
    async fn version(&self, scope: &CacheScope) -> Result<Option<CacheVersion>, CacheError> {
        Ok(self.versions.get(scope))
    }

    async fn claim_version(
        &self,
        scope: &CacheScope,
        fresh: CacheVersion,
    ) -> Result<CacheVersion, CacheError> {
        Ok(self.versions.claim(scope, fresh))
    }

    async fn renew_version(
        &self,
        scope: &CacheScope,
        fresh: CacheVersion,
    ) -> Result<(), CacheError> {
        self.versions.renew(scope, fresh);
        Ok(())
    }

    async fn get(&self, key: &CacheKey) -> Result<Option<CachedValue>, CacheError> {
        Ok(self.values.get(key))
    }

    async fn put(&self, key: &CacheKey, bytes: &[u8], ttl: Duration) -> Result<(), CacheError> {
        self.values.put(key, bytes, ttl);
        Ok(())
    }
}

impl LocalCache for MemoryCache {
    fn lease(&self, _scope: &CacheScope) -> FillLease {
        self.versions.lease()
    }

    fn adopt_version(&self, scope: &CacheScope, lease: FillLease, version: CacheVersion) {
        self.versions.adopt(scope, lease, version);
    }

    fn forget(&self, scope: &CacheScope) {
        self.versions.forget(scope);
    }

    fn push_lost(&self) {
        self.versions.push_lost();
    }

    fn push_restored(&self) {
        self.versions.push_restored();
    }
}
