//! Adapters that live in one process: what a single server uses in the place of Redis.
//!
//! The twin over a network is `infra-redis`; both keep the same contracts.
//!
//! **May depend on** `domain` and a runtime's synchronisation, never on another adapter.
#![forbid(unsafe_code)]

mod job_signal;

pub use job_signal::MemoryJobSignal;
