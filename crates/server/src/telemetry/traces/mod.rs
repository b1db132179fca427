//! Traces, sent by OTLP: HTTP with Protobuf, in batches, by a thread of its own.

mod backlog;
mod parent;
mod semantics;
mod spans;
#[cfg(test)]
mod tests;

use opentelemetry::KeyValue;
use opentelemetry::trace::TracerProvider as _;
use opentelemetry_otlp::{Protocol, SpanExporter, WithExportConfig as _, WithHttpConfig as _};
use opentelemetry_sdk::Resource;
use opentelemetry_sdk::trace::{Sampler, SdkTracerProvider};
use secrecy::ExposeSecret as _;

use backlog::Backlog;
use spans::ExportSpans;

use super::Outlets;
use crate::error::ServerError;
use crate::settings::{Environment, TraceSettings};

/// The name of a service that was not given one.
const SERVICE: &str = "portico";

/// Opens the way out for traces.
///
/// # Errors
/// When the exporter refuses what it is configured with; its own variables count too.
pub(super) fn open(
    settings: &TraceSettings,
    environment: Environment,
    outlets: &mut Outlets,
) -> Result<ExportSpans, ServerError> {
    let provider = SdkTracerProvider::builder()
        .with_span_processor(Backlog::processor(exporter(settings)?))
        .with_sampler(sampler(settings.sample_ratio))
        .with_resource(resource(settings, environment))
        .build();
    let tracer = provider.tracer(SERVICE);
    outlets.add(move |patience| {
        let _ = provider.shutdown_with_timeout(patience);
    });
    Ok(ExportSpans::new(tracer))
}

/// Who begins a trace decides for all of it.
fn sampler(ratio: f64) -> Sampler {
    Sampler::ParentBased(Box::new(Sampler::TraceIdRatioBased(ratio)))
}

/// The exporter's own errors are not repeated: they quote what was configured, which may hold a password.
fn exporter(settings: &TraceSettings) -> Result<SpanExporter, ServerError> {
    let headers = settings.headers.iter();
    SpanExporter::builder()
        .with_http()
        .with_protocol(Protocol::HttpBinary)
        .with_endpoint(settings.endpoint.expose_secret())
        .with_headers(
            headers
                .map(|(name, value)| (name.clone(), value.expose_secret().to_owned()))
                .collect(),
        )
        .build()
        .map_err(|_| {
            ServerError::failed(
                "telemetry.otlp_endpoint",
                "traces cannot be sent as configured, or the system has no root certificates",
            )
        })
}

/// Who sends. `OTEL_SERVICE_NAME` and `OTEL_RESOURCE_ATTRIBUTES` count where the settings say nothing.
fn resource(settings: &TraceSettings, environment: Environment) -> Resource {
    let detected = Resource::builder().build();
    let named = detected
        .get(&"service.name".into())
        .map(|name| name.to_string())
        .filter(|name| !name.starts_with("unknown_service"));
    let name = settings.service_name.clone().or(named);
    Resource::builder()
        .with_attributes([
            KeyValue::new("service.name", name.unwrap_or_else(|| SERVICE.to_owned())),
            KeyValue::new("service.version", env!("CARGO_PKG_VERSION")),
            KeyValue::new("deployment.environment.name", environment.name()),
        ])
        .build()
}
