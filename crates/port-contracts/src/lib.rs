//! Contract suites: what every adapter of a port must do, as tests that any adapter can run.
//!
//! Each module is named after a port and has one public function per case; the port's documentation
//! names the case at every MUST. An adapter runs a suite with one line in its `tests/contracts.rs`:
//!
//! ```
//! use portico_port_contracts::{clock_contract, doubles::FixedClock, fixtures::A_MOMENT};
//!
//! clock_contract!(FixedClock::at(A_MOMENT));
//! ```
//!
//! The line expands to a module with the port's name and one `#[test]` per case. **The expression makes
//! a fresh adapter and is evaluated anew for every case.** It may use whatever the test file has in scope.
//!
//! - Ports with `async` functions are tested on a runtime with several threads that this crate brings,
//!   and their expression may hold `.await`: `job_signal_contract!(connect().await);`
//! - The ports of storage are tested together, since one is observed through another: the expression of
//!   [`unit_of_work_contract!`], [`users_contract!`], [`registrations_contract!`],
//!   [`sessions_contract!`], [`password_resets_contract!`], [`email_changes_contract!`],
//!   [`items_contract!`], [`onboarding_contract!`], [`exports_contract!`], [`idempotency_contract!`],
//!   [`throttles_contract!`], [`jobs_contract!`], [`job_source_contract!`], [`job_overview_contract!`],
//!   [`schedules_contract!`], [`audit_log_contract!`] and [`audit_queries_contract!`] gives a [`storage::Storage`] over an
//!   empty store with its schema in place; the onboarding questions that it is shipped with may be there.
//! - [`schema_migrator_contract!`], [`mailer_contract!`] and [`mailbox_contract!`] take what is in
//!   [`schema_migrator::Instances`], [`mailer::MailRoute`] and [`mailbox::FilledMailbox`].
//! - [`health_contract!`] takes any probe whose dependency is up; a `Storage` is one.
//! - Every other macro takes an expression of the adapter's own type. What the expression makes on its way, such as
//!   a temporary folder, lives until the case has ended.
//!
//! To run a suite twice in one file, put the second line into a module of its own, under `use super::*`.
//!
//! [`fixtures`] and [`doubles`] are for every other test too.
//!
//! **May depend on** `domain`, a runtime, and nothing that implements a port: a third party needs only
//! this crate to test an adapter of its own.
#![forbid(unsafe_code)]
#![expect(
    clippy::expect_used,
    clippy::missing_panics_doc,
    reason = "a case fails by panicking, and every function here belongs to a case"
)]

pub mod doubles;
pub mod fixtures;
pub mod storage;

mod cases;
mod lists;
mod race;
mod tampering;

pub mod audit_log;
pub mod audit_queries;
pub mod cache;
pub mod clock;
pub mod email_changes;
pub mod export_sealer;
pub mod exports;
pub mod health;
pub mod id_generator;
pub mod idempotency;
pub mod invalidation;
pub mod items;
pub mod job_overview;
pub mod job_signal;
pub mod job_source;
pub mod jobs;
pub mod local_cache;
pub mod local_session_cache;
pub mod mail_renderer;
pub mod mailbox;
pub mod mailer;
pub mod onboarding;
pub mod otp_digester;
pub mod password_hasher;
pub mod password_resets;
pub mod password_screen;
pub mod payload_sealer;
pub mod rate_limiter;
pub mod registrations;
pub mod schedules;
pub mod schema_migrator;
pub mod secret_generator;
pub mod session_cache;
pub mod sessions;
pub mod subject_digester;
pub mod throttles;
pub mod token_codec;
pub mod token_records;
pub mod unit_of_work;
pub mod users;

pub use async_trait::async_trait;
pub use cases::{Keep, run};
