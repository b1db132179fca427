//! Where Redis is.

use std::fmt;

/// How to reach Redis.
#[derive(Clone, PartialEq, Eq)]
pub struct RedisSettings {
    /// `redis://[user:password@]host[:port][/database]`, or `rediss://` with `?sslrootcert=FILE` for an authority of
    /// one's own.
    pub url: String,
}

/// The settings cannot be right, whether Redis is up or not.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InvalidRedisSettings(pub(crate) String);

/// Without the URL, which may hold a password (H2).
impl fmt::Debug for RedisSettings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("RedisSettings(***)")
    }
}

impl fmt::Display for InvalidRedisSettings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the Redis URL cannot be used: {}", self.0)
    }
}

impl std::error::Error for InvalidRedisSettings {}
