//! Personal-data exports: `domain::export` is the twin.

mod entity;
mod part_entity;
mod purge;
mod queries;
mod repository;
mod row;
