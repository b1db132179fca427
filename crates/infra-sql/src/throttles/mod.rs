//! The memory of failures: `domain::throttle` is the twin.

mod entity;
mod queries;
mod repository;
mod row;
