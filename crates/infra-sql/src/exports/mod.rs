//! Personal-data exports: `domain::export` is the twin.

mod entity;
mod queries;
mod repository;
mod row;
