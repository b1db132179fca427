//! Answers: who gave some, and which.

mod answer_entity;
mod answer_row;
mod entity;
mod reading;
mod repository;

pub(super) use reading::{find, has_answers, of};
