//! Portico's use cases: one struct, one verb, one transaction.
//!
//! One module per capability ([`registrations`], [`sessions`], [`users`], [`mail`], [`jobs`], [`health`]), each
//! with a `UseCases` that is made from the [`Ports`] and the [`Policies`]. Slow work (hashing) is done
//! before a unit of work is opened; effects on the world (mail) are jobs in the same unit, or come after
//! the commit.
//!
//! **May depend on** `domain`, `tracing`, `serde` for the job payloads, a format that this crate owns
//! (ADR 0003), and `futures-util` to share one piece of work among many waiters. No runtime, no database, no
//! HTTP.
#![forbid(unsafe_code)]

mod audit;
mod batches;
pub mod caches;
mod error;
pub mod health;
pub mod jobs;
pub mod limits;
pub mod mail;
mod passwords;
mod policies;
mod ports;
mod rate_gate;
pub mod registrations;
pub mod sessions;
mod single_flight;
pub mod users;

pub use error::{Failure, UseCaseError};
pub use policies::Policies;
pub use ports::{CryptoPorts, MailPorts, Ports, SessionPorts, StoragePorts, SystemPorts};
pub use rate_gate::{FallbackRateLimiter, NamedQuota, RateGate, TooMany, network_of};
