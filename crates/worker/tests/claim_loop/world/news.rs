//! News of other instances that can be lost, and copies that tell what became of them.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};

use async_trait::async_trait;
use domain::ports::{
    CacheError, CachedSession, FillLease, Invalidation, InvalidationChannel, InvalidationError,
    InvalidationNews, LocalSessionCache, SessionCache,
};
use domain::session::SessionId;
use domain::user::UserId;
use infra_memory::MemoryInvalidation;
use tokio::sync::Notify;

use super::ports::never;

/// A channel that a test cuts and mends.
#[derive(Default)]
pub(crate) struct CutNews {
    inner: MemoryInvalidation,
    is_cut: AtomicBool,
    cut: Arc<Notify>,
}

impl CutNews {
    pub(crate) fn cut(&self) {
        self.is_cut.store(true, Ordering::SeqCst);
        self.cut.notify_waiters();
    }

    pub(crate) fn mend(&self) {
        self.is_cut.store(false, Ordering::SeqCst);
    }
}

fn cut() -> InvalidationError {
    InvalidationError("cut".to_owned())
}

#[async_trait]
impl InvalidationChannel for CutNews {
    async fn publish(&self, news: Invalidation) -> Result<(), InvalidationError> {
        self.inner.publish(news).await
    }

    async fn subscribe(&self) -> Result<Box<dyn InvalidationNews>, InvalidationError> {
        if self.is_cut.load(Ordering::SeqCst) {
            return Err(cut());
        }
        let (inner, cut) = (self.inner.subscribe().await?, self.cut.clone());
        Ok(Box::new(CutEar { inner, cut }))
    }
}

struct CutEar {
    inner: Box<dyn InvalidationNews>,
    cut: Arc<Notify>,
}

#[async_trait]
impl InvalidationNews for CutEar {
    async fn next(&mut self) -> Result<Invalidation, InvalidationError> {
        tokio::select! {
            () = self.cut.notified() => Err(cut()),
            news = self.inner.next() => news,
        }
    }
}

/// What a cache was told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Told {
    PushIsBack,
    PushIsLost,
    Forget(SessionId),
    ForgetUser(UserId),
}

/// Copies that only remember what they were told.
#[derive(Default)]
pub(crate) struct ToldCache(Mutex<Vec<Told>>);

impl ToldCache {
    /// What it was told since this was asked last.
    pub(crate) fn was_told(&self) -> Vec<Told> {
        std::mem::take(&mut *self.0.lock().expect("no panic"))
    }

    fn hear(&self, told: Told) {
        self.0.lock().expect("no panic").push(told);
    }
}

#[async_trait]
impl SessionCache for ToldCache {
    async fn get(&self, _: SessionId) -> Result<Option<CachedSession>, CacheError> {
        never()
    }

    async fn lease(&self, _: SessionId) -> Result<FillLease, CacheError> {
        never()
    }

    async fn fill(&self, _: SessionId, _: FillLease, _: &CachedSession) -> Result<(), CacheError> {
        never()
    }

    async fn forget(&self, id: SessionId) -> Result<(), CacheError> {
        self.hear(Told::Forget(id));
        Ok(())
    }

    async fn forget_user(&self, user: UserId, _: &[SessionId]) -> Result<(), CacheError> {
        self.hear(Told::ForgetUser(user));
        Ok(())
    }
}

impl LocalSessionCache for ToldCache {
    fn push_lost(&self) {
        self.hear(Told::PushIsLost);
    }

    fn push_restored(&self) {
        self.hear(Told::PushIsBack);
    }
}
