//! What was forgotten, and when: enough to refuse a copy that was read before.

use std::hash::{BuildHasher, Hash, RandomState};
use std::sync::atomic::{AtomicU64, Ordering};

use domain::ports::FillLease;

/// Names share a mark by their hash, so memory is bounded; two that meet only cost each other a read.
const MARKS: usize = 1 << 16;

/// Counts what is forgotten, and marks each name with the count at its last time. A lease is the count when it
/// was taken: whatever has a later mark was forgotten since.
pub(crate) struct Forgotten {
    count: AtomicU64,
    everything: AtomicU64,
    marks: Box<[AtomicU64]>,
    hasher: RandomState,
}

impl Forgotten {
    pub(crate) fn new() -> Self {
        Self {
            count: AtomicU64::new(0),
            everything: AtomicU64::new(0),
            marks: (0..MARKS).map(|_| AtomicU64::new(0)).collect(),
            hasher: RandomState::new(),
        }
    }

    pub(crate) fn lease(&self) -> FillLease {
        FillLease(self.count.load(Ordering::SeqCst))
    }

    /// Marks a name, and gives the first lease that counts for it again.
    pub(crate) fn forget(&self, name: impl Hash) -> FillLease {
        self.set(self.mark(name))
    }

    pub(crate) fn forget_everything(&self) {
        self.set(&self.everything);
    }

    /// Whether the name was forgotten since the lease.
    pub(crate) fn since(&self, FillLease(lease): FillLease, name: impl Hash) -> bool {
        let is_later = |mark: &AtomicU64| mark.load(Ordering::SeqCst) > lease;
        is_later(&self.everything) || is_later(self.mark(name))
    }

    fn set(&self, mark: &AtomicU64) -> FillLease {
        let count = self.count.fetch_add(1, Ordering::SeqCst) + 1;
        mark.fetch_max(count, Ordering::SeqCst);
        FillLease(count)
    }

    fn mark(&self, name: impl Hash) -> &AtomicU64 {
        let hash = self.hasher.hash_one(name) % self.marks.len() as u64;
        &self.marks[usize::try_from(hash).unwrap_or_default()]
    }
}
