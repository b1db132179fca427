//! Instances with caches of their own, over one far cache or none.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use async_trait::async_trait;
use domain::cache::{CacheKey, CacheScope, CacheVersion, CachedValue};
use domain::ports::{
    Cache, CacheError, Invalidation, InvalidationChannel, LocalCache, StorageError,
};
use infra_memory::{MemoryCache, MemoryInvalidation};
use port_contracts::doubles::{FixedClock, SeededSecrets, SequentialIds};
use port_contracts::fixtures::A_MOMENT;
use tokio::sync::Notify;

use super::super::{ListAnnouncer, ReplyCache, TieredCache};
use super::source::Source;
use crate::{CachePorts, SystemPorts};

pub(super) const TTL: Duration = Duration::from_mins(1);
pub(super) const LIST: CacheScope = CacheScope::AllItems;

/// One server: its own cache, and what reads and changes lists.
pub(super) struct Instance {
    pub(super) near: Arc<MemoryCache>,
    pub(super) caches: CachePorts,
    pub(super) replies: ReplyCache,
    pub(super) clock: Arc<FixedClock>,
    pub(super) channel: Arc<dyn InvalidationChannel>,
    system: SystemPorts,
    announcer: ListAnnouncer,
}

/// What instances share.
pub(super) struct Shared {
    pub(super) far: Arc<FarCache>,
    channel: Arc<dyn InvalidationChannel>,
    ids: Arc<SequentialIds>,
}

impl Shared {
    pub(super) fn new() -> Self {
        Self {
            far: Arc::default(),
            channel: Arc::new(MemoryInvalidation::new()),
            ids: Arc::default(),
        }
    }

    pub(super) fn instance(&self) -> Arc<Instance> {
        let near = Arc::new(MemoryCache::new());
        let cache = Arc::new(TieredCache::new(near.clone(), self.far.clone()));
        self.instance_over(near, cache)
    }

    /// An instance without a far cache.
    pub(super) fn embedded(&self) -> Arc<Instance> {
        let near = Arc::new(MemoryCache::new());
        self.instance_over(near.clone(), near)
    }

    fn instance_over(&self, near: Arc<MemoryCache>, cache: Arc<dyn Cache>) -> Arc<Instance> {
        let clock = Arc::new(FixedClock::at(A_MOMENT));
        let system = SystemPorts {
            clock: clock.clone(),
            ids: self.ids.clone(),
            secrets: Arc::new(SeededSecrets::new(1)),
        };
        let caches = CachePorts {
            cache,
            near: near.clone(),
        };
        Arc::new(Instance {
            near,
            clock,
            replies: ReplyCache::over(&caches, &system, TTL),
            announcer: ListAnnouncer::over(&caches, &self.channel, &system),
            channel: self.channel.clone(),
            caches,
            system,
        })
    }
}

/// An instance of each set-up: alone, and over a far cache.
pub(super) fn each_set_up() -> [Arc<Instance>; 2] {
    let shared = Shared::new();
    [shared.embedded(), shared.instance()]
}

impl Instance {
    /// The same caches, read through with another time to live.
    pub(super) fn replies_for(&self, ttl: Duration) -> ReplyCache {
        ReplyCache::over(&self.caches, &self.system, ttl)
    }

    /// What the page of a list says.
    pub(super) async fn read(&self, source: &Arc<Source>) -> Result<u64, StorageError> {
        let page = self.replies.reply(LIST, "page", || source.page()).await?;
        let body = page.body().try_into().expect("a number");
        Ok(u64::from_be_bytes(body))
    }

    /// Changes a list as a use case does; gives how often that was done so far.
    pub(super) async fn change(&self, source: &Source) -> u64 {
        let change = source.change();
        self.announcer.changed(&[LIST]).await;
        change
    }

    /// Hears of the changes of others from now on.
    pub(super) async fn listen(&self) {
        let mut news = self.channel.subscribe().await.expect("an ear");
        let near = self.near.clone();
        tokio::spawn(async move {
            while let Ok(Invalidation::List(scope)) = news.next().await {
                near.forget(&scope);
            }
        });
    }
}

/// A cache that instances share; it can be away, and its renewals can be slow.
#[derive(Default)]
pub(super) struct FarCache {
    inner: MemoryCache,
    is_away: AtomicBool,
    is_slow: AtomicBool,
    held_back: Notify,
}

impl FarCache {
    pub(super) fn set_away(&self, is_away: bool) {
        self.is_away.store(is_away, Ordering::SeqCst);
    }

    /// Holds back renewals that come from now on, or lets all come through.
    pub(super) fn set_slow(&self, is_slow: bool) {
        self.is_slow.store(is_slow, Ordering::SeqCst);
    }

    /// Lets those through that were held back.
    pub(super) fn open(&self) {
        self.held_back.notify_waiters();
    }

    fn answer(&self) -> Result<&MemoryCache, CacheError> {
        if self.is_away.load(Ordering::SeqCst) {
            return Err(CacheError("away".to_owned()));
        }
        Ok(&self.inner)
    }
}

#[async_trait]
impl Cache for FarCache {
    async fn version(&self, scope: &CacheScope) -> Result<Option<CacheVersion>, CacheError> {
        self.answer()?.version(scope).await
    }

    async fn claim_version(
        &self,
        scope: &CacheScope,
        fresh: CacheVersion,
    ) -> Result<CacheVersion, CacheError> {
        self.answer()?.claim_version(scope, fresh).await
    }

    async fn renew_version(
        &self,
        scope: &CacheScope,
        fresh: CacheVersion,
    ) -> Result<(), CacheError> {
        if self.is_slow.load(Ordering::SeqCst) {
            self.held_back.notified().await;
        }
        self.answer()?.renew_version(scope, fresh).await
    }

    async fn get(&self, key: &CacheKey) -> Result<Option<CachedValue>, CacheError> {
        self.answer()?.get(key).await
    }

    async fn put(&self, key: &CacheKey, bytes: &[u8], ttl: Duration) -> Result<(), CacheError> {
        self.answer()?.put(key, bytes, ttl).await
    }
}
