//! Adapters over Redis: what several servers share.
//!
//! The twin within one process is `infra-memory`; both keep the same contracts. Redis holds nothing that
//! cannot be lost: whatever fails here is an error within a second, and costs time only.
//!
//! **May depend on** `domain`, a Redis client, `tokio` and `tracing`, never on another adapter.
#![forbid(unsafe_code)]

mod connections;
mod failure;
mod health;
mod job_signal;
mod publisher;
mod settings;

pub use connections::RedisConnections;
pub use health::RedisHealth;
pub use job_signal::RedisJobSignal;
pub use settings::{InvalidRedisSettings, RedisSettings};
