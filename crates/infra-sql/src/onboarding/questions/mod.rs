//! Questions.

mod choices;
mod entity;
mod repository;
mod row;

pub(super) use entity::{Column, Entity, Model};
