//! Onboarding: who looks after the questions, and what becomes of answers to them (F6r).

mod answers;
mod desk;
mod faults;
mod list;
mod own_answers;
mod questions;
mod races;
mod repeats;
mod retiring;

pub(crate) use desk::{Desk, a_desk, a_desk_with, desk_of};
