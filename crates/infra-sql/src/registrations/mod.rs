//! Registrations: `domain::registration` is the twin.

mod entity;
mod repository;
mod row;
