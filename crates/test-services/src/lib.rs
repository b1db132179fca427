//! PostgreSQL, Redis and nginx for tests: started from installed binaries, on free ports of the loopback
//! interface, in temporary folders.
//!
//! ```no_run
//! let postgres = portico_test_services::Postgres::shared();
//! let url = postgres.url_for_new_database();
//! ```
//!
//! A server ends with the value that started it, and also with the test process however that ends:
//! each one is watched by a shell that holds the other end of a pipe to the process. So
//! [`Postgres::shared`] and [`Redis::shared`] leave nothing behind although Rust never drops statics.
//!
//! [`SmtpCatcher`] is a mail relay and [`Collector`] a collector of telemetry, each on a thread of the test process
//! itself, and a [`Wire`] leads to a server until it is cut.
//!
//! **May depend on** the standard library and `tempfile`, so that any test can use it without a
//! runtime. Whatever goes wrong here panics: a test that cannot have its server must fail, not pass.
#![forbid(unsafe_code)]

mod binaries;
mod collector;
mod folder;
mod free_port;
mod identity;
mod nginx;
mod outcome;
mod postgres;
mod process;
mod redis;
mod smtp;
mod wire;

pub use collector::{Collector, Posted};
pub use free_port::a_free_port;
pub use nginx::Nginx;
pub use postgres::Postgres;
pub use redis::Redis;
pub use smtp::{CaughtMail, SmtpCatcher, SmtpFault, SmtpStage};
pub use wire::Wire;
