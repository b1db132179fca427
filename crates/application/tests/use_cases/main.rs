//! The use cases over real adapters: SQLite, cheap bcrypt, real digests, tokens and seals. Only the clock
//! stands still, and mail goes nowhere.
#![expect(
    clippy::expect_used,
    clippy::panic,
    reason = "a test fails by panicking"
)]

mod health;
mod jobs;
mod mail;
mod registration;
mod sessions;
mod users;
mod world;
