//! The memory of failures: `domain::throttle` is the twin.

mod entity;
mod purge;
mod queries;
mod repository;
mod row;
