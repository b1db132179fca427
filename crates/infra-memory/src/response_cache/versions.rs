//! The versions of scopes, as this process knows them.

use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Instant;

use domain::cache::{CacheScope, CacheVersion};
use domain::ports::{CACHE_VERSION_TTL, FillLease, UNTOLD_VERSION_TTL};
use moka::ops::compute::Op;
use moka::policy::EvictionPolicy;
use moka::sync::Cache;

use crate::forgotten::Forgotten;

/// Most versions at once, some 15 MB. A version that had to go costs a miss: the next one is another.
const MAX_VERSIONS: u64 = 100_000;

/// A version keeps the lease that it was had under, and counts only while its scope was not forgotten since. So
/// forgetting is a mark, and no race can bring an old version back.
pub(super) struct Versions {
    standing: Cache<CacheScope, Standing>,
    forgotten: Forgotten,
    is_push_lost: AtomicBool,
}

#[derive(Clone, Copy)]
struct Standing {
    version: CacheVersion,
    lease: FillLease,
    since: Instant,
}

impl Standing {
    fn new(version: CacheVersion, lease: FillLease) -> Self {
        Self {
            version,
            lease,
            since: Instant::now(),
        }
    }
}

impl Versions {
    pub(super) fn new() -> Self {
        let standing = Cache::builder()
            .max_capacity(MAX_VERSIONS)
            // By frequency, a full cache would not take in the version of a list that was just opened.
            .eviction_policy(EvictionPolicy::lru())
            .time_to_idle(CACHE_VERSION_TTL);
        Self {
            standing: standing.build(),
            forgotten: Forgotten::new(),
            is_push_lost: AtomicBool::new(false),
        }
    }

    pub(super) fn lease(&self) -> FillLease {
        self.forgotten.lease()
    }

    pub(super) fn get(&self, scope: &CacheScope) -> Option<CacheVersion> {
        self.valid(scope, self.standing.get(scope)?)
    }

    /// Gives the version that stands, or makes this one stand. Calls for one scope run one after the other, here
    /// and below.
    pub(super) fn claim(&self, scope: &CacheScope, fresh: CacheVersion) -> CacheVersion {
        let mut claimed = fresh;
        self.standing.entry_by_ref(scope).and_compute_with(|entry| {
            let standing = entry.and_then(|entry| self.valid(scope, *entry.value()));
            if let Some(version) = standing {
                claimed = version;
                return Op::Nop;
            }
            Op::Put(Standing::new(fresh, self.lease()))
        });
        claimed
    }

    /// Puts leases out of force that others hold.
    pub(super) fn renew(&self, scope: &CacheScope, fresh: CacheVersion) {
        self.standing
            .entry_by_ref(scope)
            .and_compute_with(|_| Op::Put(Standing::new(fresh, self.forgotten.forget(scope))));
    }

    pub(super) fn adopt(&self, scope: &CacheScope, lease: FillLease, version: CacheVersion) {
        self.standing.entry_by_ref(scope).and_compute_with(|_| {
            if self.forgotten.since(lease, scope) {
                return Op::Nop;
            }
            Op::Put(Standing::new(version, lease))
        });
    }

    pub(super) fn forget(&self, scope: &CacheScope) {
        self.forgotten.forget(scope);
    }

    pub(super) fn push_lost(&self) {
        self.is_push_lost.store(true, Ordering::SeqCst);
        self.forgotten.forget_everything();
    }

    pub(super) fn push_restored(&self) {
        self.forgotten.forget_everything();
        self.is_push_lost.store(false, Ordering::SeqCst);
    }

    fn valid(&self, scope: &CacheScope, standing: Standing) -> Option<CacheVersion> {
        let is_untold = self.is_push_lost.load(Ordering::SeqCst);
        let is_old = is_untold && standing.since.elapsed() >= UNTOLD_VERSION_TTL;
        let is_valid = !is_old && !self.forgotten.since(standing.lease, scope);
        is_valid.then_some(standing.version)
    }
}

#[cfg(test)]
mod tests {
    use domain::user::UserId;
    use port_contracts::fixtures::an_id;

    use super::*;

    // Section 2.8: memory is bounded, whoever opens lists; the newest are the ones in use.
    #[test]
    fn a_flood_of_scopes_is_bounded_and_leaves_room_for_new_ones() {
        let versions = Versions::new();
        let open = |_| {
            let scope = CacheScope::ItemsOf(UserId::from_uuid(an_id()));
            let version = versions.claim(&scope, CacheVersion::from_uuid(an_id()));
            versions.get(&scope) == Some(version)
        };
        let kept = (0..MAX_VERSIONS + 5_000).map(open);
        assert_eq!(kept.filter(|is_kept| !is_kept).count(), 0);
        versions.standing.run_pending_tasks();
        assert!(versions.standing.entry_count() <= MAX_VERSIONS);
    }

    #[test]
    fn a_version_that_nobody_touches_has_an_end() {
        let policy = Versions::new().standing.policy();
        assert_eq!(policy.time_to_idle(), Some(CACHE_VERSION_TTL));
    }
}
