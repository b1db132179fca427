//! Users: `domain::user` is the twin.

mod entity;
mod queries;
mod repository;
mod row;

pub(crate) use entity::{Column, Entity};
pub(crate) use queries::find;
pub(crate) use row::UserRow;
