//! Changes of addresses: `domain::email_change` is the twin.

mod entity;
mod repository;
mod row;
