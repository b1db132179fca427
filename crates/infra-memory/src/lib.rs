//! Adapters that live in one process: what a single server uses in the place of Redis.
//!
//! The twin over a network is `infra-redis`; both keep the same contracts. [`MemorySessionCache`] and [`MemoryCache`]
//! are also what every server keeps in front of Redis. All memory here is bounded, whatever is asked.
//!
//! **May depend on** `domain`, an in-process cache and a runtime's synchronisation, never on another adapter.
#![forbid(unsafe_code)]

mod forgotten;
mod invalidation;
mod job_signal;
mod rate_limiter;
mod response_cache;
mod session_cache;
mod token_records;

pub use invalidation::MemoryInvalidation;
pub use job_signal::MemoryJobSignal;
pub use rate_limiter::MemoryRateLimiter;
pub use response_cache::MemoryCache;
pub use session_cache::MemorySessionCache;
pub use token_records::MemoryTokenRecords;
