//! Mail that leaves by an HTTP POST, for whoever has a service that delivers it.
//!
//! **May depend on** `portico-domain` and on an HTTP client.
#![forbid(unsafe_code)]

mod mailer;
mod payload;

pub use mailer::{InvalidWebhook, WebhookMailer};
