//! The commands of `portico`, one file each.

pub(crate) mod config;
pub(crate) mod create_superuser;
pub(crate) mod doctor;
pub(crate) mod healthcheck;
pub(crate) mod jobs;
pub(crate) mod keys;
pub(crate) mod mail;
pub(crate) mod migrate;
pub(crate) mod openapi;
pub(crate) mod serve;
pub(crate) mod work;

use std::future::Future;

use crate::error::ServerError;

/// What links in mails begin with where none is sent, or nobody knows yet where the server will be.
const NO_LINKS: &str = "http://localhost";

/// Runs a command that waits for something, on a runtime of its own.
fn block_on<T>(work: impl Future<Output = Result<T, ServerError>>) -> Result<T, ServerError> {
    tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .map_err(|error| ServerError::failed("runtime", error))?
        .block_on(work)
}
