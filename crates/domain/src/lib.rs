//! Portico's rules: values that are parsed once, state machines, and the ports that the rest of the
//! system plugs into.
//!
//! One module per capability ([`user`], [`password`], [`registration`], [`recovery`], [`email_change`], [`session`],
//! [`token`], [`item`], [`mail`], [`job`], [`audit`]); the traits that adapters implement are in [`ports`].
//!
//! **May depend on** nothing that does I/O, schedules tasks, maps objects to rows, speaks HTTP or
//! serialises: only error derives, async traits in ports, UUIDs and Unicode tables. Time, randomness
//! and ids come in as arguments or through ports, so that every rule here is tested without a runtime.
#![forbid(unsafe_code)]

pub mod audit;
pub mod cache;
pub mod change;
pub mod email_change;
pub mod export;
pub mod idempotency;
mod identifier;
pub mod item;
pub mod job;
pub mod limit;
pub mod link;
pub mod mail;
pub mod onboarding;
pub mod page;
pub mod password;
pub mod ports;
pub mod recovery;
pub mod registration;
pub mod request_origin;
pub mod schedule;
mod secret;
pub mod session;
mod text;
pub mod throttle;
pub mod timestamp;
pub mod token;
pub mod user;
pub mod version;
