//! A place where calls wait for as long as a test wants.

use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use tokio::sync::Semaphore;

/// Holds everybody back until it is opened.
pub(crate) struct Gate {
    arrived: AtomicU32,
    open: Semaphore,
}

impl Gate {
    pub(super) const fn closed() -> Self {
        Self {
            arrived: AtomicU32::new(0),
            open: Semaphore::const_new(0),
        }
    }

    /// Waits here.
    pub(super) async fn pass(&self) {
        self.arrived.fetch_add(1, Ordering::SeqCst);
        let permit = self.open.acquire().await;
        permit.expect("the semaphore is never closed").forget();
    }

    /// Waits until somebody is held back.
    pub(crate) async fn holds_somebody(&self) {
        while self.arrived.load(Ordering::SeqCst) == 0 {
            tokio::time::sleep(Duration::from_millis(1)).await;
        }
    }

    /// Lets everybody through from now on.
    pub(crate) fn open(&self) {
        self.open.add_permits(10_000);
    }
}
