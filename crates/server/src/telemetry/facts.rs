//! What may leave the machine with a trace or an error: fields that are named here, and no others (H2).

use std::fmt::{self, Write as _};

use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::{Event, Subscriber};
use tracing_subscriber::Layer;
use tracing_subscriber::layer::Context;
use tracing_subscriber::registry::LookupSpan;

/// The fields that may leave. Each holds an id, a number or a name of Portico's own, or an id of a caller's that has the
/// same form, which leaves no room for words: `traceparent` is nothing but digits, and so is a `request_id`
/// ([`has_own_form`]). None holds what people or other services wrote.
const ALLOWED: &[&str] = &[
    ATTEMPTS,
    JOB,
    KIND,
    LOCATION,
    METHOD,
    OUTCOME,
    PANICKED,
    REQUEST_ID,
    ROUTE,
    SCHEDULE,
    STATUS,
    TRACE_PARENT,
];

pub(super) const ATTEMPTS: &str = "attempts";
pub(super) const JOB: &str = "job";
pub(super) const KIND: &str = "kind";
/// Where in the code a thread panicked.
pub(super) const LOCATION: &str = "location";
pub(super) const METHOD: &str = "method";
pub(super) const OUTCOME: &str = "outcome";
const PANICKED: &str = "panicked";
pub(super) const REQUEST_ID: &str = "request_id";
pub(super) const ROUTE: &str = "route";
const SCHEDULE: &str = "schedule";
pub(super) const STATUS: &str = "status";
pub(super) const TRACE_PARENT: &str = "traceparent";

/// The methods that OpenTelemetry's conventions know. A client may send any other word, which must not leave.
const METHODS: &[&str] = &[
    "CONNECT", "DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT", "TRACE",
];

/// How long the parts of a UUID are, in hexadecimal digits.
const UUID_LENGTHS: [usize; 5] = [8, 4, 4, 4, 12];

/// What stands for any other method.
pub(super) const OTHER_METHOD: &str = "_OTHER";

/// What is known of a span or an event and may leave.
#[derive(Clone, Debug, Default)]
pub(super) struct Facts(Vec<(&'static str, Fact)>);

/// One value.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Fact {
    Text(String),
    Number(i64),
}

impl fmt::Display for Fact {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Text(text) => f.write_str(text),
            Self::Number(number) => number.fmt(f),
        }
    }
}

impl Facts {
    pub(super) fn of_event(event: &Event<'_>) -> Self {
        let mut facts = Self::default();
        event.record(&mut facts);
        facts
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = &(&'static str, Fact)> {
        self.0.iter()
    }

    pub(super) fn get(&self, name: &str) -> Option<&Fact> {
        let known = self.0.iter().rfind(|(known, _)| *known == name);
        known.map(|(_, fact)| fact)
    }

    pub(super) fn text(&self, name: &str) -> Option<&str> {
        match self.get(name) {
            Some(Fact::Text(text)) => Some(text),
            _ => None,
        }
    }

    pub(super) fn number(&self, name: &str) -> Option<i64> {
        match self.get(name) {
            Some(Fact::Number(number)) => Some(*number),
            _ => None,
        }
    }

    /// Adds what is known of something within; it wins over what was known before.
    pub(super) fn extend(&mut self, inner: &Self) {
        self.0.extend(inner.iter().cloned());
    }

    fn add(&mut self, field: &Field, fact: impl FnOnce() -> Fact) {
        if let Some(name) = ALLOWED.iter().find(|name| **name == field.name()) {
            self.0.push((name, fact()));
        }
    }
}

impl Visit for Facts {
    fn record_i64(&mut self, field: &Field, value: i64) {
        self.add(field, || Fact::Number(value));
    }

    fn record_u64(&mut self, field: &Field, value: u64) {
        self.add(field, || {
            Fact::Number(i64::try_from(value).unwrap_or(i64::MAX))
        });
    }

    fn record_str(&mut self, field: &Field, value: &str) {
        if field.name() == REQUEST_ID && !has_own_form(value) {
            return;
        }
        let is_strange = field.name() == METHOD && !METHODS.contains(&value);
        let value = if is_strange { OTHER_METHOD } else { value };
        self.add(field, || Fact::Text(value.to_owned()));
    }

    fn record_debug(&mut self, field: &Field, value: &dyn fmt::Debug) {
        self.add(field, || {
            let mut text = String::new();
            let _ = write!(text, "{value:?}");
            Fact::Text(text)
        });
    }
}

/// Whether a request's id is of the form that Portico gives: a UUID in lower case. A client may send any other one, which
/// the log has.
fn has_own_form(id: &str) -> bool {
    let is_digit = |b: u8| matches!(b, b'0'..=b'9' | b'a'..=b'f');
    let lengths = id.split('-').map(str::len);
    lengths.eq(UUID_LENGTHS) && id.bytes().all(|b| b == b'-' || is_digit(b))
}

/// Keeps the facts of each span with it, for the layers after this one.
pub(super) struct KeepFacts;

impl<S: Subscriber + for<'a> LookupSpan<'a>> Layer<S> for KeepFacts {
    fn on_new_span(&self, attributes: &Attributes<'_>, id: &Id, context: Context<'_, S>) {
        if let Some(span) = context.span(id) {
            let mut facts = Facts::default();
            attributes.record(&mut facts);
            span.extensions_mut().insert(facts);
        }
    }

    fn on_record(&self, id: &Id, values: &Record<'_>, context: Context<'_, S>) {
        if let Some(span) = context.span(id)
            && let Some(facts) = span.extensions_mut().get_mut::<Facts>()
        {
            values.record(facts);
        }
    }
}
