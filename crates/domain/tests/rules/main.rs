//! The rules of the domain, one module per rule. Nothing here needs a runtime, a database or a clock.
#![expect(clippy::expect_used, reason = "a test fails by panicking")]

mod audit;
mod doubles;
mod job;
mod password;
mod registration;
mod request_origin;
mod secrecy;
mod session;
mod throttle;
mod timestamp;
mod user;
