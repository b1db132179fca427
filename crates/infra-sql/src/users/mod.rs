//! Users: `domain::user` is the twin.

mod entity;
mod locks;
mod pending_emails;
mod queries;
mod removal;
mod repository;
mod row;
mod search;
mod writes;

pub(crate) use entity::{Column, Entity};
pub(crate) use locks::hold;
pub(crate) use queries::find;
pub(crate) use row::UserRow;
