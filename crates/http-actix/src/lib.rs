//! The HTTP adapter: routes, problem details, OpenAPI.
//!
//! One module per capability (`registrations`, `login`, `sessions`, `records`, `users`, `email_changes`, `recovery`,
//! `items`, `exports`, `onboarding`, `admin`, `utilities`, `private_users`, `health`, `mailbox`, `pages`) with its
//! routes, bodies, handlers and error answers. The conventions that all of them share are in `conventions`, `extract`,
//! `middleware`, `problem`, `rates`, `reply` and `openapi`. The server crate makes an `Api` and serves `Api::app`.
//!
//! **May depend on** `application`, `domain` and the web framework; never on an `infra-*` crate.
#![forbid(unsafe_code)]

mod admin;
mod app;
mod client_address;
mod conventions;
mod denials;
mod email_changes;
mod entity_tag;
mod error_pages;
mod exports;
mod extract;
mod health;
mod html;
mod instruments;
mod items;
mod limits;
mod login;
mod mailbox;
mod message;
mod middleware;
mod onboarding;
mod openapi;
mod pages;
mod private_users;
mod problem;
mod rates;
mod records;
mod recovery;
mod registrations;
mod reply;
mod request_context;
mod rfc3339;
mod sessions;
mod settings;
mod task;
mod token_delivery;
mod users;
mod utilities;
mod whole_seconds;

#[cfg(test)]
mod tests;

pub use app::{Api, Services};
pub use extract::Patch;
pub use instruments::describe_metrics;
pub use limits::{DISCONNECT_TIME, HEADER_TIME, KEEP_ALIVE};
pub use openapi::openapi;
pub use problem::ErrorCode;
pub use rfc3339::rfc3339;
pub use settings::{BaseUrl, BaseUrlError, HttpSettings, IpNetwork, IpNetworkError, WebOrigin};
