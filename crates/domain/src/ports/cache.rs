//! Cached replies, in the process and in Redis. What is cached can be read anew from the database.
//!
//! A reader takes the version of a scope before it reads the database and keeps the page under that version; a
//! writer gives the scope a new version after its commit. So a page that was read before a write cannot be found
//! after it, however late it is kept.

use std::time::Duration;

use async_trait::async_trait;

use super::{CacheError, FillLease};
use crate::cache::{CacheKey, CacheScope, CacheVersion, CachedValue};

/// How long the version of a scope that nobody touches is kept: longer than any value.
pub const CACHE_VERSION_TTL: Duration = Duration::from_hours(24);

/// How long a process may keep a version while it may miss the news of other instances.
pub const UNTOLD_VERSION_TTL: Duration = Duration::from_secs(1);

/// Keeps bytes under versioned keys. For the caller an error is a miss.
#[async_trait]
pub trait Cache: Send + Sync {
    /// The version of a scope, if one is known.
    async fn version(&self, scope: &CacheScope) -> Result<Option<CacheVersion>, CacheError>;

    /// Makes `fresh` the version of a scope that has none; gives the one that stands. MUST give everybody who races
    /// here the same. (contract: `racing_readers_agree_on_a_version`)
    async fn claim_version(
        &self,
        scope: &CacheScope,
        fresh: CacheVersion,
    ) -> Result<CacheVersion, CacheError>;

    /// Makes `fresh` the version of a scope, whatever it was. MUST be effective before it returns. What is kept under
    /// older versions cannot be found any more; a cache that outlives the process SHOULD drop it, since it may be of
    /// a user who was deleted (E5).
    /// (contract: `a_renewed_version_stands_at_once`)
    async fn renew_version(
        &self,
        scope: &CacheScope,
        fresh: CacheVersion,
    ) -> Result<(), CacheError>;

    /// A value, with the time that is left of its `ttl`. MUST not give one whose time is over, nor one of another key.
    /// (contracts: `a_value_comes_back_as_it_was`, `a_value_ends_with_its_time`, `keys_do_not_share_values`)
    async fn get(&self, key: &CacheKey) -> Result<Option<CachedValue>, CacheError>;

    /// Keeps a value for `ttl` at the most; it may go earlier, or at once when its version no longer stands.
    async fn put(&self, key: &CacheKey, bytes: &[u8], ttl: Duration) -> Result<(), CacheError>;
}

/// The cache of this process, which other instances cannot reach.
pub trait LocalCache: Cache {
    /// Takes the right to adopt a version. Call it before the shared cache is asked.
    fn lease(&self, scope: &CacheScope) -> FillLease;

    /// Takes a version over from the shared cache, unless the scope was forgotten or renewed since the lease was
    /// taken. (contract: `forgetting_wins_over_a_late_adoption`)
    fn adopt_version(&self, scope: &CacheScope, lease: FillLease, version: CacheVersion);

    /// Drops the version of a scope: another instance has changed it. (contract: `a_forgotten_version_is_gone`)
    fn forget(&self, scope: &CacheScope);

    /// News of other instances may have been missed: drops every version, and keeps versions for a second only until
    /// the push is back. (contract: `a_lost_push_shortens_every_version`)
    fn push_lost(&self);

    /// The push is back: drops every version once more, and keeps them again.
    fn push_restored(&self);
}
