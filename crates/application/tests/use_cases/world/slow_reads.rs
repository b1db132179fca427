//! A database whose answers are on their way for as long as a test wants.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use async_trait::async_trait;
use domain::page::{Page, PageRequest};
use domain::ports::{SessionQueries, StorageError};
use domain::session::{Session, SessionId, SessionWithUser, TokenId};
use domain::timestamp::Timestamp;
use domain::user::UserId;
use tokio::sync::Semaphore;

/// Reads sessions at once, and holds the answers back until they are let through.
pub(crate) struct SlowReads {
    inner: Arc<dyn SessionQueries>,
    asked: AtomicU32,
    let_through: Semaphore,
}

impl SlowReads {
    pub(crate) fn new(inner: Arc<dyn SessionQueries>) -> Arc<Self> {
        Arc::new(Self {
            inner,
            asked: AtomicU32::new(0),
            let_through: Semaphore::new(0),
        })
    }

    /// How many sessions were looked up.
    pub(crate) fn asked(&self) -> u32 {
        self.asked.load(Ordering::SeqCst)
    }

    /// Waits until so many look-ups have read and wait.
    pub(crate) async fn have_read(&self, count: u32) {
        while self.asked() < count {
            tokio::time::sleep(Duration::from_millis(1)).await;
        }
    }

    /// Lets every answer through from now on.
    pub(crate) fn open(&self) {
        self.let_through.add_permits(10_000);
    }
}

#[async_trait]
impl SessionQueries for SlowReads {
    async fn find(&self, id: SessionId) -> Result<Option<SessionWithUser>, StorageError> {
        let found = self.inner.find(id).await;
        self.asked.fetch_add(1, Ordering::SeqCst);
        let permit = self.let_through.acquire().await;
        permit.expect("the semaphore is never closed").forget();
        found
    }

    async fn live_of_user(
        &self,
        user: UserId,
        now: Timestamp,
    ) -> Result<Vec<Session>, StorageError> {
        self.inner.live_of_user(user, now).await
    }

    async fn of_user(
        &self,
        user: UserId,
        request: &PageRequest,
    ) -> Result<Page<Session>, StorageError> {
        self.inner.of_user(user, request).await
    }

    async fn find_by_token(
        &self,
        token: TokenId,
        now: Timestamp,
    ) -> Result<Option<SessionWithUser>, StorageError> {
        self.inner.find_by_token(token, now).await
    }
}
