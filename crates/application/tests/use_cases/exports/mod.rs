//! The personal-data export.

mod given_up;
mod making;
mod operators;
mod parts;
mod reading;
mod requests;
mod somebody;
