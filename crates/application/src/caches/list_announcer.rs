//! What follows a change of a list once it has committed: its pages are dropped here and elsewhere.
//!
//! Nothing here can undo the change or fail the request: every page ends within its time.

use std::sync::Arc;

use domain::cache::CacheScope;
use domain::ports::{Cache, IdGenerator, Invalidation, InvalidationChannel};
use futures_util::future::join_all;

use super::fresh_version;
use crate::{CachePorts, Ports, SystemPorts};

/// Tells the caches and the other instances that lists have changed.
#[derive(Clone)]
pub(crate) struct ListAnnouncer {
    cache: Arc<dyn Cache>,
    channel: Arc<dyn InvalidationChannel>,
    ids: Arc<dyn IdGenerator>,
}

impl ListAnnouncer {
    pub(crate) fn new(ports: &Ports) -> Self {
        Self::over(&ports.cache, &ports.sessions.invalidation, &ports.system)
    }

    pub(super) fn over(
        caches: &CachePorts,
        channel: &Arc<dyn InvalidationChannel>,
        system: &SystemPorts,
    ) -> Self {
        Self {
            cache: caches.cache.clone(),
            channel: channel.clone(),
            ids: system.ids.clone(),
        }
    }

    /// Something in these lists changed, and has committed. Await it before the reply: whoever made the change then
    /// reads it (I9).
    pub(crate) async fn changed(&self, scopes: &[CacheScope]) {
        join_all(scopes.iter().map(|scope| self.announce(*scope))).await;
    }

    /// The version first: whoever hears the news asks for it.
    async fn announce(&self, scope: CacheScope) {
        self.renew(&scope).await;
        self.publish(scope).await;
    }

    async fn renew(&self, scope: &CacheScope) {
        let fresh = fresh_version(&*self.ids);
        if let Err(error) = self.cache.renew_version(scope, fresh).await {
            tracing::warn!(%error, "a changed list could not be renewed everywhere; old pages end within their time");
        }
    }

    async fn publish(&self, scope: CacheScope) {
        if let Err(error) = self.channel.publish(Invalidation::List(scope)).await {
            tracing::warn!(%error, "other instances learn of a changed list when its pages end");
        }
    }
}
