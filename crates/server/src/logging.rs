//! Log lines: to standard error, so that a command's own output stays clean.

use std::io::{IsTerminal, stderr};
use std::panic;

use tracing_subscriber::layer::SubscriberExt;
use tracing_subscriber::util::SubscriberInitExt;
use tracing_subscriber::{EnvFilter, Layer, Registry, fmt};

use crate::error::ServerError;
use crate::settings::{LogFormat, Settings};
use crate::telemetry::{self, Outlets};

/// Starts logging for the rest of the process, panics included. What else hears of it is shut by dropping the
/// outlets.
///
/// # Errors
/// When the process logs already, or telemetry cannot be sent as it is configured.
pub(crate) fn start(settings: &Settings) -> Result<Outlets, ServerError> {
    let filter = EnvFilter::new(&settings.log.directives);
    let (mut parts, outlets) = telemetry::open(settings)?;
    parts.push(lines(settings.log.format).with_filter(filter).boxed());
    tracing_subscriber::registry()
        .with(parts)
        .try_init()
        .map_err(|error| ServerError::failed("logging", error))?;
    panic::set_hook(Box::new(log_panic));
    Ok(outlets)
}

fn lines(format: LogFormat) -> Box<dyn Layer<Registry> + Send + Sync> {
    match format {
        LogFormat::Pretty => fmt::layer()
            .with_ansi(stderr().is_terminal())
            .with_writer(stderr)
            .boxed(),
        LogFormat::Json => fmt::layer()
            .json()
            .flatten_event(true)
            .with_current_span(true)
            .with_span_list(false)
            .with_writer(stderr)
            .boxed(),
    }
}

/// A panic is one line like any other, so that collectors of JSON lines can read it (F14r).
pub(crate) fn log_panic(info: &panic::PanicHookInfo<'_>) {
    let message = info.payload_as_str().unwrap_or("no message");
    let location = info.location().map(ToString::to_string);
    tracing::error!(panic = message, location, "a thread panicked");
}
