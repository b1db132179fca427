//! Hears of errors.

use std::fmt;
use std::sync::Arc;

use sentry::Client;
use tracing::field::{Field, Visit};
use tracing::{Event, Level, Subscriber};
use tracing_subscriber::Layer;
use tracing_subscriber::layer::Context;
use tracing_subscriber::registry::{LookupSpan, Scope};

use super::report::report;
use crate::telemetry::facts::Facts;

/// Reports each error, and with it what is known of the request or the job.
pub(in crate::telemetry) struct ReportErrors {
    client: Arc<Client>,
}

impl ReportErrors {
    pub(super) const fn new(client: Arc<Client>) -> Self {
        Self { client }
    }
}

impl<S: Subscriber + for<'a> LookupSpan<'a>> Layer<S> for ReportErrors {
    fn on_event(&self, event: &Event<'_>, context: Context<'_, S>) {
        if *event.metadata().level() != Level::ERROR {
            return;
        }
        let mut facts = Facts::default();
        let spans = context.event_scope(event).into_iter();
        for span in spans.flat_map(Scope::from_root) {
            if let Some(known) = span.extensions().get::<Facts>() {
                facts.extend(known);
            }
        }
        facts.extend(&Facts::of_event(event));
        let report = report(event.metadata().target(), &message_of(event), &facts);
        self.client.capture_event(report, None);
    }
}

/// The words of the log line, which are the code's own; what varies is in fields.
fn message_of(event: &Event<'_>) -> String {
    let mut message = Message::default();
    event.record(&mut message);
    message.0
}

#[derive(Default)]
struct Message(String);

impl Visit for Message {
    fn record_debug(&mut self, field: &Field, value: &dyn fmt::Debug) {
        if field.name() == "message" {
            self.0 = format!("{value:?}");
        }
    }
}
