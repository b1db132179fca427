//! What can go wrong with a cache.

/// The cache could not be asked or told; the text is for the log. For a reader it is a miss.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the cache failed: {0}")]
pub struct CacheError(pub String);
