//! Traces and errors for services that collect them. Off unless they are configured, and part of the binary only
//! with the features `otlp` and `sentry` (docs/adr/0028-telemetry-by-allow-list.md).

#[cfg(feature = "sentry")]
mod errors;
#[cfg(any(feature = "otlp", feature = "sentry"))]
mod facts;
mod outlets;
#[cfg(feature = "otlp")]
mod traces;

#[cfg(any(feature = "otlp", feature = "sentry"))]
use tracing::{Level, Metadata, level_filters::LevelFilter};
#[cfg(any(feature = "otlp", feature = "sentry"))]
use tracing_subscriber::filter::filter_fn;
use tracing_subscriber::{Layer, Registry};

use crate::error::ServerError;
use crate::settings::Settings;

pub(crate) use outlets::Outlets;

/// A part of what becomes of spans and events.
pub(crate) type Part = Box<dyn Layer<Registry> + Send + Sync>;

/// Opens the ways out that the settings name. Call it outside of any runtime.
///
/// # Errors
/// When one of them cannot be opened. That nobody listens at its other end is no error.
#[cfg(any(feature = "otlp", feature = "sentry"))]
pub(crate) fn open(settings: &Settings) -> Result<(Vec<Part>, Outlets), ServerError> {
    let mut outlets = Outlets::default();
    let mut parts: Vec<Part> = Vec::new();
    #[cfg(feature = "otlp")]
    if let Some(traces) = &settings.telemetry.traces {
        parts.push(traces::open(traces, settings.environment, &mut outlets)?.boxed());
    }
    #[cfg(feature = "sentry")]
    if let Some(dsn) = &settings.telemetry.sentry_dsn {
        parts.push(errors::open(dsn, settings.environment, &mut outlets)?.boxed());
    }
    if parts.is_empty() {
        return Ok((parts, outlets));
    }
    parts.insert(0, facts::KeepFacts.boxed());
    let filter = filter_fn(may_leave).with_max_level_hint(LevelFilter::INFO);
    Ok((vec![parts.with_filter(filter).boxed()], outlets))
}

/// A build without telemetry has no way out.
#[cfg(not(any(feature = "otlp", feature = "sentry")))]
#[expect(
    clippy::unnecessary_wraps,
    reason = "builds with telemetry can fail here"
)]
pub(crate) fn open(_settings: &Settings) -> Result<(Vec<Part>, Outlets), ServerError> {
    Ok((Vec::new(), Outlets::default()))
}

/// Portico's own spans and errors. What libraries trace holds headers and parameters (H2).
#[cfg(any(feature = "otlp", feature = "sentry"))]
fn may_leave(metadata: &Metadata<'_>) -> bool {
    let level = if metadata.is_span() {
        Level::INFO
    } else {
        Level::ERROR
    };
    metadata.target().starts_with("portico") && *metadata.level() <= level
}
