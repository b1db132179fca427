//! Changes of addresses: `domain::email_change` is the twin.

mod entity;
mod repository;
mod row;

pub(crate) use entity::{Column, Entity};
pub(crate) use row::stage_name;
