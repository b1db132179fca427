//! The personal-data export.

mod making;
mod reading;
mod requests;
mod somebody;
