//! Password recovery links: `domain::recovery` is the twin.

mod entity;
mod repository;
mod row;

pub(crate) use repository::void;
