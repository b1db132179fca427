//! How spans are named and described: OpenTelemetry's semantic conventions for HTTP servers, and names of
//! Portico's own where it has none.

use opentelemetry::trace::{SpanKind, Status};
use opentelemetry::{KeyValue, Value};

use crate::telemetry::facts::{
    ATTEMPTS, Fact, Facts, JOB, KIND, METHOD, OTHER_METHOD, OUTCOME, REQUEST_ID, ROUTE, STATUS,
};

/// The spans that have a meaning of their own, by the names that the code gives them.
const REQUEST: &str = "request";
const ONE_JOB: &str = "job";

/// Facts that become attributes.
const ATTRIBUTES: &[(&str, &str)] = &[
    (REQUEST_ID, "portico.request.id"),
    (METHOD, "http.request.method"),
    (ROUTE, "http.route"),
    (STATUS, "http.response.status_code"),
    (JOB, "portico.job.id"),
    (KIND, "portico.job.kind"),
    (ATTEMPTS, "portico.job.attempt"),
    (OUTCOME, "portico.job.outcome"),
];

/// What a span of this name is to other services.
pub(super) fn kind(name: &str) -> SpanKind {
    match name {
        REQUEST => SpanKind::Server,
        ONE_JOB => SpanKind::Consumer,
        _ => SpanKind::Internal,
    }
}

/// The name that a span is shown under: few enough to be grouped by.
pub(super) fn name(name: &'static str, facts: &Facts) -> String {
    let name = match (name, facts.text(METHOD)) {
        (REQUEST, None | Some(OTHER_METHOD)) => "HTTP",
        (REQUEST, Some(method)) => method,
        (other, _) => other,
    };
    match facts.text(ROUTE).or_else(|| facts.text(KIND)) {
        Some(what) => format!("{name} {what}"),
        None => name.to_owned(),
    }
}

/// What the facts are as attributes.
pub(super) fn attributes(facts: &Facts) -> Vec<KeyValue> {
    let fact = |(fact, attribute): &(&str, &'static str)| {
        let value = match facts.get(fact)? {
            Fact::Text(text) => Value::from(text.clone()),
            Fact::Number(number) => Value::from(*number),
        };
        Some(KeyValue::new(*attribute, value))
    };
    let mut attributes: Vec<_> = ATTRIBUTES.iter().filter_map(fact).collect();
    if let Some(status) = server_error(facts) {
        attributes.push(KeyValue::new("error.type", status.to_string()));
    }
    attributes
}

/// Whether what the span stands for failed. A client's mistake is no failure of the server's.
pub(super) fn status(name: &str, facts: &Facts) -> Status {
    let failed = match name {
        ONE_JOB => !matches!(facts.text(OUTCOME), Some("succeeded" | "released")),
        _ => server_error(facts).is_some(),
    };
    if failed {
        Status::error("")
    } else {
        Status::Unset
    }
}

fn server_error(facts: &Facts) -> Option<i64> {
    facts.number(STATUS).filter(|status| *status >= 500)
}
