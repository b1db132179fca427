//! What was forgotten, and when: enough to refuse a copy that was read before.

use std::hash::{BuildHasher, RandomState};
use std::sync::atomic::{AtomicU64, Ordering};

use domain::ports::FillLease;
use domain::session::{SessionId, SessionWithUser};
use domain::user::UserId;

/// Ids share a mark by their hash, so memory is bounded; two that meet only cost each other a read.
const MARKS: usize = 1 << 16;

/// Counts what is forgotten, and marks each id with the count at its last time. A lease is the count when it
/// was taken: whatever has a later mark was forgotten since.
pub(super) struct Forgotten {
    count: AtomicU64,
    everything: AtomicU64,
    marks: Box<[AtomicU64]>,
    hasher: RandomState,
}

impl Forgotten {
    pub(super) fn new() -> Self {
        Self {
            count: AtomicU64::new(0),
            everything: AtomicU64::new(0),
            marks: (0..MARKS).map(|_| AtomicU64::new(0)).collect(),
            hasher: RandomState::new(),
        }
    }

    pub(super) fn lease(&self) -> FillLease {
        FillLease(self.count.load(Ordering::SeqCst))
    }

    pub(super) fn session(&self, id: SessionId) {
        self.set(self.mark(("session", id)));
    }

    pub(super) fn user(&self, id: UserId) {
        self.set(self.mark(("user", id)));
    }

    pub(super) fn everything(&self) {
        self.set(&self.everything);
    }

    /// Whether the session, or the user that was found with it, was forgotten since the lease.
    pub(super) fn since(
        &self,
        FillLease(lease): FillLease,
        id: SessionId,
        found: Option<&SessionWithUser>,
    ) -> bool {
        let is_later = |mark: &AtomicU64| mark.load(Ordering::SeqCst) > lease;
        is_later(&self.everything)
            || is_later(self.mark(("session", id)))
            || found.is_some_and(|found| is_later(self.mark(("user", found.user.id))))
    }

    fn set(&self, mark: &AtomicU64) {
        let count = self.count.fetch_add(1, Ordering::SeqCst) + 1;
        mark.fetch_max(count, Ordering::SeqCst);
    }

    fn mark(&self, id: impl std::hash::Hash) -> &AtomicU64 {
        let hash = self.hasher.hash_one(id) % self.marks.len() as u64;
        &self.marks[usize::try_from(hash).unwrap_or_default()]
    }
}
