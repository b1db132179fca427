//! Two tiers as one: the process in front of a cache that instances share.

use std::sync::Arc;

use async_trait::async_trait;
use domain::ports::{CacheError, CachedSession, FillLease, LocalSessionCache, SessionCache};
use domain::session::SessionId;
use domain::user::UserId;

use super::away;
use crate::instruments::Cached;

/// A near cache in front of a far one. A copy that comes from afar keeps its age (security.md 2.8).
pub struct TieredSessionCache {
    near: Arc<dyn LocalSessionCache>,
    far: Arc<dyn SessionCache>,
}

impl TieredSessionCache {
    /// Puts `near` in front of `far`.
    #[must_use]
    pub const fn new(near: Arc<dyn LocalSessionCache>, far: Arc<dyn SessionCache>) -> Self {
        Self { near, far }
    }
}

#[async_trait]
impl SessionCache for TieredSessionCache {
    async fn get(&self, id: SessionId) -> Result<Option<CachedSession>, CacheError> {
        if let Some(copy) = self.near.get(id).await? {
            return Ok(Some(copy));
        }
        let lease = self.near.lease(id).await?;
        let copy = Cached::Sessions.count_shared(self.far.get(id).await);
        let copy = copy.unwrap_or_else(|error| away(&error));
        if let Some(copy) = &copy {
            self.near.fill(id, lease, copy).await?;
        }
        Ok(copy)
    }

    /// The near tier's lease counts. The far tier has tombstones instead: nothing that was forgotten in the last
    /// ten seconds can be filled there.
    async fn lease(&self, id: SessionId) -> Result<FillLease, CacheError> {
        self.near.lease(id).await
    }

    async fn fill(
        &self,
        id: SessionId,
        lease: FillLease,
        copy: &CachedSession,
    ) -> Result<(), CacheError> {
        self.near.fill(id, lease, copy).await?;
        self.far.fill(id, lease, copy).await
    }

    async fn forget(&self, id: SessionId) -> Result<(), CacheError> {
        self.near.forget(id).await?;
        self.far.forget(id).await
    }

    async fn forget_user(&self, user: UserId, sessions: &[SessionId]) -> Result<(), CacheError> {
        self.near.forget_user(user, sessions).await?;
        self.far.forget_user(user, sessions).await
    }
}
