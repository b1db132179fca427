//! What is read from the database and cached under the version of a list.

use std::future::Future;
use std::sync::Arc;
use std::time::Duration;

use domain::cache::{CacheKey, CacheScope, CacheVersion};
use domain::ports::{Cache, CacheError, Clock, FillLease, IdGenerator, LocalCache, StorageError};

use super::{away, fresh_version};
use crate::instruments::{Cached, LookUp};
use crate::single_flight::SingleFlight;
use crate::{CachePorts, SystemPorts};

/// What can be cached.
pub(super) trait Cacheable: Clone + Send + Sync + 'static {
    /// The bytes to cache.
    fn to_bytes(&self) -> Vec<u8>;

    /// What these bytes say; nothing when they cannot be read, which is a miss.
    fn from_bytes(bytes: &Arc<[u8]>) -> Option<Self>;
}

/// What one read is for. A read is shared by those alone to whom its result is new enough: whoever comes after a
/// write finds another version, or is given another lease where no version is asked for (I9).
#[derive(Clone, PartialEq, Eq, Hash)]
enum Purpose {
    Fill(CacheKey),
    Answer(CacheScope, String, FillLease),
}

/// Reads through the cache; asks the database once for everybody who waits for the same thing (I8).
#[derive(Clone)]
pub(super) struct Versioned<T: Cacheable> {
    cache: Arc<dyn Cache>,
    near: Arc<dyn LocalCache>,
    ids: Arc<dyn IdGenerator>,
    clock: Arc<dyn Clock>,
    ttl: Duration,
    flights: Arc<SingleFlight<Purpose, Result<T, StorageError>>>,
}

impl<T: Cacheable> Versioned<T> {
    pub(super) fn new(caches: &CachePorts, system: &SystemPorts, ttl: Duration) -> Self {
        Self {
            cache: caches.cache.clone(),
            near: caches.near.clone(),
            ids: system.ids.clone(),
            clock: system.clock.clone(),
            ttl,
            flights: Arc::default(),
        }
    }

    /// The cached value, or what `load` gives, which is kept. An error of a cache is a miss; an error of `load`
    /// reaches everybody who waits, and is not kept.
    pub(super) async fn find<F>(
        &self,
        scope: CacheScope,
        part: &str,
        load: impl FnOnce() -> F,
    ) -> Result<T, StorageError>
    where
        F: Future<Output = Result<T, StorageError>> + Send + 'static,
    {
        if self.ttl.is_zero() {
            return load().await;
        }
        let part = part.to_owned();
        match self.version(&scope).await {
            Ok(version) => {
                let key = CacheKey {
                    scope,
                    version,
                    part,
                };
                self.find_under(key, load).await
            }
            Err(error) => {
                tracing::debug!(%error, "a list has no version, so it is not cached");
                Cached::Replies.count(LookUp::Error);
                self.share(scope, part, load).await
            }
        }
    }

    /// What `load` gives, to everybody who waits for it. It is not kept.
    pub(super) async fn share<F>(
        &self,
        scope: CacheScope,
        part: String,
        load: impl FnOnce() -> F,
    ) -> Result<T, StorageError>
    where
        F: Future<Output = Result<T, StorageError>> + Send + 'static,
    {
        let purpose = Purpose::Answer(scope, part, self.near.lease(&scope));
        self.flights.run(purpose, load).await
    }

    async fn find_under<F>(
        &self,
        key: CacheKey,
        load: impl FnOnce() -> F,
    ) -> Result<T, StorageError>
    where
        F: Future<Output = Result<T, StorageError>> + Send + 'static,
    {
        // What is at hand needs no flight.
        if let Some(found) = read(&*self.near, &key).await {
            Cached::Replies.count(LookUp::Hit);
            return Ok(found);
        }
        let fill = || self.clone().fill(key.clone(), load());
        self.flights.run(Purpose::Fill(key.clone()), fill).await
    }

    async fn fill(
        self,
        key: CacheKey,
        load: impl Future<Output = Result<T, StorageError>>,
    ) -> Result<T, StorageError> {
        // Another instance may have it, or somebody here since this caller was told of a miss.
        if let Some(found) = read(&*self.cache, &key).await {
            Cached::Replies.count(LookUp::Hit);
            return Ok(found);
        }
        Cached::Replies.count(LookUp::Miss);
        let read_at = self.clock.now();
        let loaded = load.await?;
        let age = self.clock.now().since(read_at);
        let fresh_for = self.ttl.saturating_sub(age);
        if let Err(error) = self.cache.put(&key, &loaded.to_bytes(), fresh_for).await {
            tracing::debug!(%error, "a reply could not be cached");
        }
        Ok(loaded)
    }

    async fn version(&self, scope: &CacheScope) -> Result<CacheVersion, CacheError> {
        if let Some(version) = self.cache.version(scope).await? {
            return Ok(version);
        }
        let fresh = fresh_version(&*self.ids);
        self.cache.claim_version(scope, fresh).await
    }
}

async fn read<T: Cacheable>(cache: &(impl Cache + ?Sized), key: &CacheKey) -> Option<T> {
    let value = cache.get(key).await.unwrap_or_else(|error| away(&error))?;
    T::from_bytes(&value.bytes)
}
