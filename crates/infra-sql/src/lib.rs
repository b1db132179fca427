//! Storage over SQL: repositories, queries and the unit of work, written once for both databases.
//!
//! One module per capability, as everywhere: `users`, `registrations`, `sessions`, `password_resets`,
//! `email_changes`, `items`, `onboarding`, `exports`, `idempotency`, `throttles`, `jobs`, `schedules`, `audit`. What the two databases do differently is in [`Dialect`]; how each is opened is in its own
//! crate, `infra-sqlite` and `infra-postgres`. Every error of a driver is judged in one place, `errors`.
//!
//! **May depend on** the domain, the migrations and sea-orm. The moment is always an argument: no
//! statement asks the database for the time (I16).
#![forbid(unsafe_code)]

mod audit;
mod dialect;
mod email_changes;
mod errors;
#[cfg(test)]
mod explain;
mod exports;
mod health;
mod idempotency;
mod items;
mod jobs;
mod lists;
mod monitor;
mod onboarding;
mod origin;
mod password_resets;
mod purge;
mod registrations;
mod savepoint;
mod schedules;
mod schema;
mod sessions;
mod storage;
mod stored;
mod throttles;
mod unit_of_work;
mod users;

pub use dialect::Dialect;
pub use errors::{schema_error, storage_error};
pub use schema::{SchemaChange, SchemaLock, SqlSchema};
pub use storage::{SqlDatabase, SqlStorage};
