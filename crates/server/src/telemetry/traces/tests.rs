//! What a collector of traces is told.

use std::sync::{Arc, Mutex};

use opentelemetry::Value;
use opentelemetry::trace::{SpanKind, Status};
use opentelemetry_sdk::error::OTelSdkResult;
use opentelemetry_sdk::trace::{SpanData, SpanExporter as Exporter};
use tracing::field::Empty;
use tracing::subscriber::with_default;
use tracing_subscriber::filter::filter_fn;
use tracing_subscriber::layer::SubscriberExt;
use tracing_subscriber::{Layer, registry};

use super::*;
use crate::telemetry::facts::KeepFacts;
use crate::telemetry::may_leave;

const REQUEST: &str = "0195f1c2-9a3b-4c4d-8e5f-60718293a4b5";
const TRACE: &str = "4bf92f3577b34da6a3ce929d0e0e4736";

/// Keeps what would be sent.
#[derive(Clone, Debug, Default)]
struct Caught(Arc<Mutex<Vec<SpanData>>>);

impl Exporter for Caught {
    async fn export(&self, batch: Vec<SpanData>) -> OTelSdkResult {
        self.0.lock().unwrap().extend(batch);
        Ok(())
    }
}

/// The spans that are sent of those that are made while this runs.
fn traced_while(ratio: f64, work: impl FnOnce()) -> Vec<SpanData> {
    let caught = Caught::default();
    let provider = SdkTracerProvider::builder()
        .with_simple_exporter(caught.clone())
        .with_sampler(sampler(ratio))
        .build();
    let layers = KeepFacts.and_then(ExportSpans::new(provider.tracer(SERVICE)));
    with_default(
        registry().with(layers.with_filter(filter_fn(may_leave))),
        work,
    );
    caught.0.lock().unwrap().clone()
}

/// A request of somebody who has begun a trace, or of somebody who has not.
fn request(method: &str, flags: Option<&str>, status: u16) {
    let parent = flags.map(|flags| format!("00-{TRACE}-00f067aa0ba902b7-{flags}"));
    let span = tracing::info_span!(
        "request",
        request_id = REQUEST,
        method,
        route = Empty,
        traceparent = parent.as_deref(),
        status = Empty,
        email = "canary@example.com",
    );
    span.record("route", "/things/{id}");
    span.in_scope(|| tracing::error!(reason = "canary", "canary"));
    span.record("status", status);
}

fn attribute<'a>(span: &'a SpanData, name: &str) -> Option<&'a Value> {
    let mut attributes = span.attributes.iter();
    attributes
        .find(|attribute| attribute.key.as_str() == name)
        .map(|attribute| &attribute.value)
}

#[test]
fn a_request_is_a_span_of_the_callers_trace() {
    let spans = traced_while(1.0, || request("GET", Some("01"), 200));

    let span = &spans[0];
    assert_eq!(span.name, "GET /things/{id}");
    assert_eq!(span.span_kind, SpanKind::Server);
    assert_eq!(span.span_context.trace_id().to_string(), TRACE);
    assert_eq!(span.parent_span_id.to_string(), "00f067aa0ba902b7");
    assert_eq!(attribute(span, "http.request.method"), Some(&"GET".into()));
    assert_eq!(attribute(span, "http.route"), Some(&"/things/{id}".into()));
    assert_eq!(
        attribute(span, "http.response.status_code"),
        Some(&200_i64.into())
    );
    assert_eq!(attribute(span, "portico.request.id"), Some(&REQUEST.into()));
    assert_eq!(span.status, Status::Unset);
}

// H2
#[test]
fn fields_and_events_that_are_not_named_stay_here() {
    let spans = traced_while(1.0, || request("CANARY", Some("01"), 405));

    assert!(!format!("{spans:?}").to_lowercase().contains("canary"));
    assert_eq!(spans[0].name, "HTTP /things/{id}");
    assert!(spans[0].events.is_empty());
}

#[test]
fn a_servers_error_is_one_and_a_clients_is_none() {
    let spans = traced_while(1.0, || {
        request("GET", None, 404);
        request("GET", None, 503);
    });
    assert_eq!(spans[0].status, Status::Unset);
    assert_eq!(spans[1].status, Status::error(""));
    assert_eq!(attribute(&spans[1], "error.type"), Some(&"503".into()));
}

#[test]
fn who_begins_a_trace_decides_whether_it_is_sent() {
    let spans = traced_while(0.0, || {
        request("GET", None, 200);
        request("PUT", Some("00"), 200);
        request("POST", Some("01"), 200);
    });
    let names: Vec<_> = spans.iter().map(|span| &*span.name).collect();
    assert_eq!(names, ["POST /things/{id}"]);
}

#[test]
fn a_job_is_a_span_with_what_became_of_it() {
    let run = |outcome: &str| {
        let span =
            tracing::info_span!("job", job = %7, kind = %"mail.send", attempts = 2_u32, outcome);
        span.in_scope(|| tracing::info_span!("within").in_scope(|| ()));
    };
    let spans = traced_while(1.0, || ["succeeded", "retried"].into_iter().for_each(run));

    let (within, job) = (&spans[0], &spans[1]);
    assert_eq!(job.name, "job mail.send");
    assert_eq!(job.span_kind, SpanKind::Consumer);
    assert_eq!(attribute(job, "portico.job.attempt"), Some(&2_i64.into()));
    assert_eq!(job.status, Status::Unset);
    assert_eq!(within.parent_span_id, job.span_context.span_id());
    assert_eq!(spans[3].status, Status::error(""));
}
