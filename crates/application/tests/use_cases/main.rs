//! The use cases over real adapters: SQLite, cheap bcrypt, real digests, tokens and seals. Only the clock
//! stands still, and mail goes nowhere.
#![expect(
    clippy::expect_used,
    clippy::panic,
    reason = "a test fails by panicking"
)]

mod email_changes;
mod exports;
mod health;
mod items;
mod jobs;
mod keys;
mod mail;
mod onboarding;
mod operations;
mod recovery;
mod registration;
mod schedules;
mod sessions;
mod users;
mod world;
