//! Portico's use cases: one struct, one verb, one transaction.
//!
//! One module per capability ([`registrations`], [`sessions`], [`users`], [`email_changes`], [`recovery`], [`mail`],
//! [`jobs`], [`schedules`], [`exports`], [`onboarding`], [`operations`], [`health`]), each
//! with a `UseCases` that is made from the [`Ports`] and the [`Policies`]. Slow work (hashing) is done
//! before a unit of work is opened; effects on the world (mail) are jobs in the same unit, or come after
//! the commit.
//!
//! **May depend on** `domain`, `tracing` and `metrics`, which do nothing by themselves (ADR 0026), `serde` for the job payloads and the document of an export, formats that this
//! crate owns (ADR 0003), `croner` over `chrono` to reckon when a schedule is due (ADR 0025), and `futures-util` to share
//! one piece of work among many waiters. No runtime, no database, no HTTP.
#![forbid(unsafe_code)]

mod audit;
mod batches;
pub mod caches;
pub mod email_changes;
mod error;
pub mod exports;
mod fallback_rate_limiter;
pub mod health;
pub mod idempotency;
mod instruments;
pub mod items;
mod job_handlers;
pub mod jobs;
pub mod keys;
pub mod limits;
mod list_tags;
pub mod mail;
pub mod onboarding;
pub mod operations;
mod passwords;
mod policies;
mod ports;
pub mod purge;
mod rate_gate;
pub mod recovery;
pub mod registrations;
pub mod schedules;
pub mod sessions;
mod single_flight;
pub mod users;

pub use error::{Failure, UseCaseError};
pub use fallback_rate_limiter::FallbackRateLimiter;
pub use instruments::describe_metrics;
pub use job_handlers::job_handlers;
pub use policies::{AccountPolicy, EmailChangeMode, Policies};
pub use ports::{
    CachePorts, CryptoPorts, MailPorts, Ports, SessionPorts, StoragePorts, SystemPorts,
};
pub use rate_gate::{NamedQuota, RateGate, TooMany, network_of};
