//! A database whose lists are on their way for as long as a test wants.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::time::Duration;

use async_trait::async_trait;
use domain::item::{GuardedItem, Item, ItemId, ItemScope};
use domain::page::{Page, PageRequest};
use domain::ports::{ItemQueries, StorageError};
use tokio::sync::Semaphore;

use super::{Shelf, a_shelf_with};

/// Reads lists at once, and holds them back while it is paused.
pub(crate) struct PausedItems {
    inner: Arc<dyn ItemQueries>,
    pages: AtomicU32,
    counts: AtomicU32,
    is_paused: AtomicBool,
    let_through: Semaphore,
}

impl PausedItems {
    /// A shelf over such a database, which is not paused yet.
    pub(crate) async fn shelf() -> (Arc<Shelf>, Arc<Self>) {
        let mut items = None;
        let shelf = a_shelf_with(|ports, _| {
            let paused = Arc::new(Self {
                inner: ports.storage.items.clone(),
                pages: AtomicU32::new(0),
                counts: AtomicU32::new(0),
                is_paused: AtomicBool::new(false),
                let_through: Semaphore::new(0),
            });
            ports.storage.items = paused.clone();
            items = Some(paused);
        })
        .await;
        (shelf, items.expect("the items"))
    }

    /// How many pages were read.
    pub(crate) fn pages(&self) -> u32 {
        self.pages.load(Ordering::SeqCst)
    }

    /// How often items were counted.
    pub(crate) fn counts(&self) -> u32 {
        self.counts.load(Ordering::SeqCst)
    }

    /// Holds every page back from now on.
    pub(crate) fn pause(&self) {
        self.is_paused.store(true, Ordering::SeqCst);
    }

    /// Lets every page through from now on.
    pub(crate) fn go_on(&self) {
        self.is_paused.store(false, Ordering::SeqCst);
        self.let_through.add_permits(10_000);
    }

    /// Waits until so many pages were read.
    pub(crate) async fn have_read(&self, pages: u32) {
        while self.pages() < pages {
            tokio::time::sleep(Duration::from_millis(1)).await;
        }
    }
}

#[async_trait]
impl ItemQueries for PausedItems {
    async fn find(&self, id: ItemId) -> Result<Option<GuardedItem>, StorageError> {
        self.inner.find(id).await
    }

    async fn page(
        &self,
        scope: ItemScope,
        request: &PageRequest,
    ) -> Result<Page<Item>, StorageError> {
        let page = self.inner.page(scope, request).await;
        self.pages.fetch_add(1, Ordering::SeqCst);
        if self.is_paused.load(Ordering::SeqCst) {
            let permit = self.let_through.acquire().await;
            permit.expect("the semaphore is never closed").forget();
        }
        page
    }

    async fn count(&self, scope: ItemScope) -> Result<u64, StorageError> {
        self.counts.fetch_add(1, Ordering::SeqCst);
        self.inner.count(scope).await
    }
}
