//! Kept replies: `domain::idempotency` is the twin.

mod entity;
mod repository;
mod row;
