//! Lists as replies: serialised pages, and how many rows there are in all.

use std::future::Future;
use std::sync::Arc;
use std::time::Duration;

use domain::cache::CacheScope;
use domain::ports::StorageError;

use super::CachedReply;
use super::versioned::{Cacheable, Versioned};
use crate::{CachePorts, Ports, SystemPorts};

/// The name of the count among the parts of a list. No page may have it.
const COUNT: &str = "count";

/// Finds the pages of lists and their counts; makes those that are not cached.
#[derive(Clone)]
pub(crate) struct ReplyCache {
    replies: Versioned<CachedReply>,
    counts: Versioned<Count>,
}

#[derive(Clone, Copy)]
struct Count(u64);

impl ReplyCache {
    /// Keeps what it makes for `ttl`; nothing at all when that is zero.
    pub(crate) fn new(ports: &Ports, ttl: Duration) -> Self {
        Self::over(&ports.cache, &ports.system, ttl)
    }

    pub(super) fn over(caches: &CachePorts, system: &SystemPorts, ttl: Duration) -> Self {
        Self {
            replies: Versioned::new(caches, system, ttl),
            counts: Versioned::new(caches, system, ttl),
        }
    }

    /// A page of a list. `part` says which one and in which form; it is `load` that makes it, once for everybody
    /// who asks at the same time. Whoever calls this bounds how many parts a list has: each is kept.
    ///
    /// # Errors
    /// That of `load`: an error of a cache is a miss.
    pub(crate) async fn reply<F>(
        &self,
        scope: CacheScope,
        part: &str,
        load: impl FnOnce() -> F,
    ) -> Result<CachedReply, StorageError>
    where
        F: Future<Output = Result<CachedReply, StorageError>> + Send + 'static,
    {
        self.replies.find(scope, part, load).await
    }

    /// A page that is not kept. It is made once for everybody who asks at the same time.
    ///
    /// # Errors
    /// That of `load`.
    pub(crate) async fn unkept_reply<F>(
        &self,
        scope: CacheScope,
        part: String,
        load: impl FnOnce() -> F,
    ) -> Result<CachedReply, StorageError>
    where
        F: Future<Output = Result<CachedReply, StorageError>> + Send + 'static,
    {
        self.replies.share(scope, part, load).await
    }

    /// How many rows the list has. It is counted once for each state of the list, not for each page.
    ///
    /// # Errors
    /// That of `load`.
    pub(crate) async fn count<F>(
        &self,
        scope: CacheScope,
        load: impl FnOnce() -> F,
    ) -> Result<u64, StorageError>
    where
        F: Future<Output = Result<u64, StorageError>> + Send + 'static,
    {
        let load = || {
            let counting = load();
            async move { counting.await.map(Count) }
        };
        let Count(rows) = self.counts.find(scope, COUNT, load).await?;
        Ok(rows)
    }
}

impl Cacheable for Count {
    fn to_bytes(&self) -> Vec<u8> {
        self.0.to_be_bytes().to_vec()
    }

    fn from_bytes(bytes: &Arc<[u8]>) -> Option<Self> {
        let bytes = <[u8; 8]>::try_from(&**bytes).ok()?;
        Some(Self(u64::from_be_bytes(bytes)))
    }
}
