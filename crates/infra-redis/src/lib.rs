//! Adapters over Redis: what several servers share.
//!
//! The twin within one process is `infra-memory`; both keep the same contracts. Redis holds nothing that
//! cannot be lost: whatever fails here is an error within a second, and costs time only. Every key has an end,
//! and no value holds a token, a hash or a secret. One Redis server is meant, with replicas or without; the
//! scripts read keys that they find in values, which Redis Cluster does not allow.
//!
//! **May depend on** `domain`, a Redis client, a serialiser, `tokio` and `tracing`, never on another adapter.
#![forbid(unsafe_code)]

mod address;
mod connections;
mod failure;
mod health;
mod invalidation;
mod job_signal;
mod publisher;
mod question;
mod rate_limiter;
mod response_cache;
mod session_cache;
mod settings;
mod shared_connection;
mod stored;
mod token_records;

pub use connections::RedisConnections;
pub use health::RedisHealth;
pub use invalidation::RedisInvalidation;
pub use job_signal::RedisJobSignal;
pub use rate_limiter::RedisRateLimiter;
pub use response_cache::RedisCache;
pub use session_cache::RedisSessionCache;
pub use settings::{InvalidRedisSettings, RedisSettings};
pub use token_records::RedisTokenRecords;
