//! Derived copies of sessions and of replies: in the process, in Redis behind it, and the news that keep both right.

mod cached_reply;
mod keeper;
mod list_announcer;
mod reply_cache;
mod session_source;
#[cfg(test)]
mod tests;
mod tiered;
mod tiered_cache;
mod versioned;

use domain::cache::CacheVersion;
use domain::ports::{CacheError, IdGenerator};

pub use cached_reply::CachedReply;
pub use keeper::CacheKeeper;
pub(crate) use list_announcer::ListAnnouncer;
pub(crate) use reply_cache::ReplyCache;
pub(crate) use session_source::SessionSource;
pub use tiered::TieredSessionCache;
pub use tiered_cache::TieredCache;

fn away<T>(error: &CacheError) -> Option<T> {
    tracing::debug!(%error, "the shared cache is away");
    None
}

fn fresh_version(ids: &dyn IdGenerator) -> CacheVersion {
    CacheVersion::from_uuid(ids.random())
}
