//! An error as Sentry gets it: which one, where, and in which request or job. The log has the rest.

use std::borrow::Cow;
use std::collections::BTreeMap;

use sentry::Level;
use sentry::protocol::{Context, Event, TraceContext, Values};

use crate::telemetry::facts::{Facts, LOCATION, METHOD, ROUTE, TRACE_PARENT};

/// Makes a report. Errors with the same words from the same place are one issue; panics are told apart by
/// where they happened.
pub(super) fn report(target: &str, message: &str, facts: &Facts) -> Event<'static> {
    let location = facts.text(LOCATION).unwrap_or_default();
    let grouped_by = [target, message, location];
    Event {
        level: Level::Error,
        logger: Some(target.to_owned()),
        message: Some(message.to_owned()),
        transaction: transaction(facts),
        fingerprint: Cow::Owned(grouped_by.map(|part| Cow::Owned(part.to_owned())).into()),
        tags: tags(facts),
        contexts: trace(facts).into_iter().collect(),
        ..Event::default()
    }
}

/// The last look at an event: whatever may have come into it that tells of people does not leave (H2).
pub(super) fn stripped(event: Event<'static>) -> Event<'static> {
    Event {
        user: None,
        request: None,
        server_name: None,
        breadcrumbs: Values::default(),
        extra: BTreeMap::default(),
        modules: BTreeMap::default(),
        ..event
    }
}

fn transaction(facts: &Facts) -> Option<String> {
    let (method, route) = (facts.text(METHOD)?, facts.text(ROUTE)?);
    Some(format!("{method} {route}"))
}

fn tags(facts: &Facts) -> BTreeMap<String, String> {
    let tags = facts.iter().filter(|(name, _)| *name != TRACE_PARENT);
    tags.map(|(name, fact)| ((*name).to_owned(), fact.to_string()))
        .collect()
}

/// The trace that the caller is in, so that both can be found together.
fn trace(facts: &Facts) -> Option<(String, Context)> {
    let mut fields = facts.text(TRACE_PARENT)?.split('-').skip(1);
    let context = TraceContext {
        trace_id: fields.next()?.parse().ok()?,
        parent_span_id: Some(fields.next()?.parse().ok()?),
        ..TraceContext::default()
    };
    Some(("trace".to_owned(), context.into()))
}
