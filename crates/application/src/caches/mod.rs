//! Derived copies of sessions: in the process, in Redis behind it, and the news that keep both right.

mod keeper;
mod session_source;
mod tiered;

pub use keeper::CacheKeeper;
pub(crate) use session_source::SessionSource;
pub use tiered::TieredSessionCache;
