//! What Sentry is told.

use std::panic;
use std::sync::Mutex;

use sentry::Envelope;
use sentry::protocol::{Context, Event, Request, User};
use tracing::subscriber::with_default;
use tracing_subscriber::filter::filter_fn;
use tracing_subscriber::layer::SubscriberExt;
use tracing_subscriber::{Layer, registry};

use super::*;
use crate::logging::log_panic;
use crate::telemetry::facts::KeepFacts;
use crate::telemetry::may_leave;

const REQUEST: &str = "0195f1c2-9a3b-4c4d-8e5f-60718293a4b5";
const TRACE: &str = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";

/// Keeps what would be sent.
#[derive(Default)]
struct Caught(Mutex<Vec<Envelope>>);

impl Transport for Caught {
    fn send_envelope(&self, envelope: Envelope) {
        self.0.lock().unwrap().push(envelope);
    }
}

/// What is reported while this runs, as it is sent.
fn reported_while(work: impl FnOnce()) -> (Vec<Event<'static>>, String) {
    let caught = Arc::new(Caught::default());
    let dsn = "http://key@localhost/1".parse().unwrap();
    let options = options(dsn, Environment::Development, HttpClient::new());
    let client = Client::with_options(options.transport(Arc::clone(&caught)));
    let layers = KeepFacts.and_then(ReportErrors::new(Arc::new(client)));
    with_default(
        registry().with(layers.with_filter(filter_fn(may_leave))),
        work,
    );

    let mut sent = Vec::new();
    let envelopes = caught.0.lock().unwrap();
    for envelope in envelopes.iter() {
        envelope.to_writer(&mut sent).unwrap();
    }
    let events = envelopes.iter().filter_map(Envelope::event).cloned();
    (events.collect(), String::from_utf8(sent).unwrap())
}

fn within_a_request(work: impl FnOnce()) {
    let span = tracing::info_span!(
        "request",
        request_id = REQUEST,
        method = "POST",
        route = "/things/{id}",
        traceparent = TRACE,
        email = "canary@example.com",
    );
    span.in_scope(work);
}

#[test]
fn an_error_is_reported_with_its_request_and_its_trace() {
    let (events, _) = reported_while(|| {
        within_a_request(|| tracing::error!("a use case failed"));
    });

    let event = &events[0];
    assert_eq!(event.message.as_deref(), Some("a use case failed"));
    assert_eq!(event.tags["request_id"], REQUEST);
    assert_eq!(event.transaction.as_deref(), Some("POST /things/{id}"));
    let Context::Trace(trace) = &event.contexts["trace"] else {
        panic!("{:?}", event.contexts);
    };
    assert_eq!(
        trace.trace_id.to_string(),
        "4bf92f3577b34da6a3ce929d0e0e4736"
    );
}

// H2
#[test]
fn what_other_services_and_people_wrote_stays_in_the_log() {
    let (events, sent) = reported_while(|| {
        let failure = "Key (email)=(canary@example.com) already exists; canary-token";
        within_a_request(|| tracing::error!(%failure, error = "canary", "a use case failed"));
        tracing::error!(target: "sqlx", "canary of a library");
        tracing::warn!("canary of a warning");
    });

    assert_eq!(events.len(), 1);
    assert!(!sent.contains("canary"), "{sent}");
}

// H2: a client may call its request whatever it likes.
#[test]
fn an_id_that_a_client_made_up_stays_in_the_log() {
    for id in ["canary", "CANARY00-9a3b-4c4d-8e5f-60718293a4b5"] {
        let (events, sent) = reported_while(|| {
            let span = tracing::info_span!("request", request_id = id);
            span.in_scope(|| tracing::error!("a use case failed"));
        });
        assert_eq!(events.len(), 1);
        assert!(!sent.contains(id), "{sent}");
    }
}

// F14r, H2
#[test]
fn a_panic_is_reported_by_where_it_happened_without_what_it_says() {
    let hook = panic::take_hook();
    panic::set_hook(Box::new(log_panic));
    let (events, sent) = reported_while(|| {
        within_a_request(|| {
            let _ = panic::catch_unwind(|| panic!("canary@example.com is not there"));
        });
    });
    panic::set_hook(hook);

    let event = &events[0];
    assert_eq!(event.message.as_deref(), Some("a thread panicked"));
    assert!(event.tags["location"].contains("errors/tests.rs"));
    assert_eq!(event.tags["request_id"], REQUEST);
    assert!(
        event
            .fingerprint
            .iter()
            .any(|part| part.contains("errors/tests.rs"))
    );
    assert!(!sent.contains("canary"), "{sent}");
}

#[test]
fn an_error_of_a_job_names_the_job() {
    let (events, _) = reported_while(|| {
        tracing::error!(job = %7, kind = %"mail.send", attempts = 3_u32, error = %"canary", "job given up");
    });
    let tags = &events[0].tags;
    assert_eq!(tags["kind"], "mail.send");
    assert_eq!(tags["attempts"], "3");
    assert!(!tags.contains_key("error"));
}

// H2
#[test]
fn what_tells_of_people_or_requests_is_taken_out_at_last() {
    let event = report::stripped(Event {
        user: Some(User::default()),
        request: Some(Request::default()),
        server_name: Some("canary".into()),
        extra: [("canary".to_owned(), 1.into())].into(),
        message: Some("a use case failed".to_owned()),
        ..Event::default()
    });
    assert!(event.user.is_none() && event.request.is_none() && event.server_name.is_none());
    assert!(event.extra.is_empty());
    assert_eq!(event.message.as_deref(), Some("a use case failed"));
}
