//! The rules of the domain, one module per rule. Nothing here needs a runtime, a database or a clock.
#![expect(clippy::expect_used, reason = "a test fails by panicking")]

mod audit;
mod cache;
mod change;
mod doubles;
mod email_change;
mod export;
mod idempotency;
mod item;
mod job;
mod link;
mod onboarding;
mod page;
mod password;
mod recovery;
mod registration;
mod request_origin;
mod secrecy;
mod session;
mod throttle;
mod timestamp;
mod user;
mod version;
