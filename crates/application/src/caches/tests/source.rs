//! A list in a database whose answers are on their way for as long as a test wants.

use std::future::Future;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU32, AtomicU64, Ordering};
use std::time::{Duration, Instant};

use domain::ports::StorageError;
use tokio::sync::Semaphore;

use super::super::CachedReply;

/// How long to wait for a read that may never come.
const PATIENCE: Duration = Duration::from_secs(5);

/// Counts how often the list was changed: that is what a page of it says.
pub(super) struct Source {
    changes: AtomicU64,
    reads: AtomicU32,
    is_away: AtomicBool,
    let_through: Semaphore,
}

impl Source {
    /// Answers at once.
    pub(super) fn quick() -> Arc<Self> {
        let source = Self::slow();
        source.open();
        source
    }

    /// Reads at once, and holds the answers back.
    pub(super) fn slow() -> Arc<Self> {
        Arc::new(Self {
            changes: AtomicU64::new(0),
            reads: AtomicU32::new(0),
            is_away: AtomicBool::new(false),
            let_through: Semaphore::new(0),
        })
    }

    /// Changes the list; gives how often that was done so far.
    pub(super) fn change(&self) -> u64 {
        self.changes.fetch_add(1, Ordering::SeqCst) + 1
    }

    /// How often the list was read.
    pub(super) fn reads(&self) -> u32 {
        self.reads.load(Ordering::SeqCst)
    }

    /// Waits until the list was read so often.
    pub(super) async fn was_read(&self, count: u32) {
        let start = Instant::now();
        while self.reads() < count {
            assert!(start.elapsed() < PATIENCE, "{} reads", self.reads());
            tokio::time::sleep(Duration::from_millis(1)).await;
        }
    }

    /// Lets every answer through from now on.
    pub(super) fn open(&self) {
        self.let_through.add_permits(Semaphore::MAX_PERMITS / 4);
    }

    /// Fails from now on, or answers again.
    pub(super) fn set_away(&self, is_away: bool) {
        self.is_away.store(is_away, Ordering::SeqCst);
    }

    pub(super) fn count(
        self: &Arc<Self>,
    ) -> impl Future<Output = Result<u64, StorageError>> + use<> {
        let source = self.clone();
        async move {
            let found = source.changes.load(Ordering::SeqCst);
            source.reads.fetch_add(1, Ordering::SeqCst);
            let permit = source.let_through.acquire().await;
            permit.expect("the semaphore is never closed").forget();
            if source.is_away.load(Ordering::SeqCst) {
                return Err(StorageError::Failed("away".to_owned()));
            }
            Ok(found)
        }
    }

    pub(super) fn page(
        self: &Arc<Self>,
    ) -> impl Future<Output = Result<CachedReply, StorageError>> + use<> {
        let counting = self.count();
        async move {
            let body = counting.await?.to_be_bytes().to_vec();
            Ok(CachedReply::new("\"tag\"".to_owned(), None, body))
        }
    }
}
