//! Where in its life a server is.

use std::sync::Arc;
use std::sync::atomic::{AtomicU8, Ordering};

/// One stage of a server's life.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Phase {
    /// Waits for storage and for its schema (I14).
    Starting,
    /// Takes requests.
    Serving,
    /// Ends what is under way and takes no more (I13).
    Stopping,
}

/// A server's stage, shared by those who change it and those who ask. It only goes forward.
#[derive(Clone, Debug, Default)]
pub struct Lifecycle(Arc<AtomicU8>);

impl Lifecycle {
    /// Storage and schema are there.
    pub fn serve(&self) {
        self.0.fetch_max(1, Ordering::SeqCst);
    }

    /// The server was asked to stop.
    pub fn stop(&self) {
        self.0.fetch_max(2, Ordering::SeqCst);
    }

    /// The stage it is at.
    #[must_use]
    pub fn phase(&self) -> Phase {
        match self.0.load(Ordering::SeqCst) {
            0 => Phase::Starting,
            1 => Phase::Serving,
            _ => Phase::Stopping,
        }
    }
}
