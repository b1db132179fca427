//! Portico with a mailer and a cache of its own: the same commands, the same settings.
//!
//! Beside Portico's settings it takes `WEBHOOK_URL`, where mails are posted to, and `CACHE_FOLDER`, where replies are
//! cached. With `PORTICO__MAIL__URL=custom://` it needs no relay in production either.
#![forbid(unsafe_code)]

use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;

use application::CachePorts;
use file_cache::FileCache;
use infra_memory::MemoryCache;
use infra_system::SystemClock;
use portico_server::{ServerBuilder, ServerError, cli};
use webhook_mailer::WebhookMailer;

fn main() -> ExitCode {
    cli::run_with(with_own_adapters)
}

fn with_own_adapters(builder: ServerBuilder) -> Result<ServerBuilder, ServerError> {
    let mailer = WebhookMailer::new(&variable("WEBHOOK_URL")?)
        .map_err(|error| ServerError::failed("WEBHOOK_URL", error))?;
    let folder = PathBuf::from(variable("CACHE_FOLDER")?);
    let shared = FileCache::open(&folder, Arc::new(SystemClock))
        .map_err(|error| ServerError::failed("CACHE_FOLDER", error))?;
    let cache = CachePorts::tiered(Arc::new(MemoryCache::new()), Arc::new(shared));
    Ok(builder.with_mailer(Arc::new(mailer)).with_cache(cache))
}

/// What the variable says is not repeated: a URL may hold a key.
fn variable(name: &'static str) -> Result<String, ServerError> {
    std::env::var(name).map_err(|_| ServerError::failed(name, "is not set to a text"))
}
