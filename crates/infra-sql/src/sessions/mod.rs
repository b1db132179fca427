//! Sessions: `domain::session` is the twin.

mod activity;
mod ending;
mod entity;
mod queries;
mod repository;
mod row;
mod sweep;
