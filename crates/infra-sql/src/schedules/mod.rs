//! Turns of schedules: `domain::schedule` is the twin.

mod entity;
mod repository;
