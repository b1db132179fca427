//! Items: `domain::item` is the twin.

mod entity;
mod queries;
mod repository;
mod row;
