//! Puts the adapters together: configuration, commands, start and stop.
//!
//! The binary `portico` is [`cli::run`] and nothing else. A team with adapters of its own writes a binary of
//! ten lines around [`cli::run_with`] instead, as in `examples/own-adapter`, and gives them to the [`ServerBuilder`].
//! Which adapter a URL selects is decided in [`adapters`].
//!
//! **May depend on** everything: this is the only crate that knows both sides of each port. Nothing
//! depends on it but binaries and end-to-end tests, and no rule of the product lives here.
#![forbid(unsafe_code)]

pub mod adapters;
mod builder;
pub mod cli;
mod commands;
mod error;
mod logging;
mod metrics;
mod output;
mod process;
mod server;
pub mod settings;
mod start;
mod telemetry;

pub use builder::ServerBuilder;
pub use error::ServerError;
pub use http_actix::openapi;
pub use server::{Certificates, Server};
