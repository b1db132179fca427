//! The personal-data export.

mod making;
mod operators;
mod reading;
mod requests;
mod somebody;
