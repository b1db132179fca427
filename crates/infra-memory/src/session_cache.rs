//! Copies of sessions in the process.

use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use async_trait::async_trait;
use domain::ports::{
    CacheError, CachedSession, FillLease, LocalSessionCache, MAX_ABSENCE_AGE, MAX_SESSION_AGE,
    SessionCache,
};
use domain::session::{SessionId, SessionWithUser};
use domain::user::UserId;
use moka::sync::Cache;

use crate::forgotten::Forgotten;

/// Most copies at once, some 100 MB.
const MAX_COPIES: u64 = 100_000;

/// The copies of this process. Share one by `Arc`.
///
/// A copy keeps the lease that it was filled under, and counts only while nothing that it is about was
/// forgotten since. So forgetting is a mark, and no race can put a copy where it was just removed.
pub struct MemorySessionCache {
    copies: Cache<SessionId, Copy>,
    forgotten: Forgotten,
    is_push_lost: AtomicBool,
}

#[derive(Clone)]
struct Copy {
    found: Option<SessionWithUser>,
    read_at: Instant,
    lease: FillLease,
}

impl MemorySessionCache {
    /// No copies yet, and a push that works.
    #[must_use]
    pub fn new() -> Self {
        let copies = Cache::builder().max_capacity(MAX_COPIES);
        Self {
            copies: copies.time_to_live(MAX_SESSION_AGE).build(),
            forgotten: Forgotten::new(),
            is_push_lost: AtomicBool::new(false),
        }
    }

    fn max_age(&self, found: Option<&SessionWithUser>) -> Duration {
        if found.is_none() || self.is_push_lost.load(Ordering::SeqCst) {
            MAX_ABSENCE_AGE
        } else {
            MAX_SESSION_AGE
        }
    }

    fn is_valid(&self, id: SessionId, copy: &Copy, age: Duration) -> bool {
        let found = copy.found.as_ref();
        age < self.max_age(found) && !self.was_forgotten(id, copy)
    }

    /// The session itself, or the user that was found with it.
    fn was_forgotten(&self, id: SessionId, copy: &Copy) -> bool {
        let user = copy.found.as_ref().map(|found| found.user.id);
        self.forgotten.since(copy.lease, ("session", id))
            || user.is_some_and(|user| self.forgotten.since(copy.lease, ("user", user)))
    }

    /// Marks first, so that no copy of before counts any more, then gives the memory back.
    fn forget_everything(&self) {
        self.forgotten.forget_everything();
        self.copies.invalidate_all();
    }
}

impl Default for MemorySessionCache {
    fn default() -> Self {
        Self::new()
    }
}

#[async_trait]
impl SessionCache for MemorySessionCache {
    async fn get(&self, id: SessionId) -> Result<Option<CachedSession>, CacheError> {
        let Some(copy) = self.copies.get(&id) else {
            return Ok(None);
        };
        let age = copy.read_at.elapsed();
        let is_valid = self.is_valid(id, &copy, age);
        let found = copy.found;
        Ok(is_valid.then_some(CachedSession { found, age }))
    }

    async fn lease(&self, _id: SessionId) -> Result<FillLease, CacheError> {
        Ok(self.forgotten.lease())
    }

    async fn fill(
        &self,
        id: SessionId,
        lease: FillLease,
        copy: &CachedSession,
    ) -> Result<(), CacheError> {
        let Some(read_at) = Instant::now().checked_sub(copy.age) else {
            return Ok(());
        };
        let found = copy.found.clone();
        let entry = Copy {
            found,
            read_at,
            lease,
        };
        if self.is_valid(id, &entry, copy.age) {
            self.copies.insert(id, entry);
        }
        Ok(())
    }

    async fn forget(&self, id: SessionId) -> Result<(), CacheError> {
        self.forgotten.forget(("session", id));
        self.copies.invalidate(&id);
        Ok(())
    }

    async fn forget_user(&self, user: UserId, sessions: &[SessionId]) -> Result<(), CacheError> {
        self.forgotten.forget(("user", user));
        for id in sessions {
            self.forget(*id).await?;
        }
        Ok(())
    }
}

impl LocalSessionCache for MemorySessionCache {
    fn push_lost(&self) {
        self.is_push_lost.store(true, Ordering::SeqCst);
        self.forget_everything();
    }

    fn push_restored(&self) {
        self.forget_everything();
        self.is_push_lost.store(false, Ordering::SeqCst);
    }
}
