//! Sessions: `domain::session` is the twin.

mod activity;
mod ending;
mod entity;
mod purge;
mod queries;
mod repository;
mod row;
mod sweep;

pub(crate) use ending::lock_all;
