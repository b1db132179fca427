//! Onboarding questions and answers: `domain::onboarding` is the twin.

mod queries;
mod questions;
mod user_infos;
