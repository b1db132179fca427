//! Which span a new one belongs to.

use std::collections::HashMap;

use opentelemetry::Context;
use opentelemetry::propagation::TextMapPropagator as _;
use opentelemetry::trace::{SpanContext, TraceContextExt as _};
use opentelemetry_sdk::propagation::TraceContextPropagator;

/// The caller's span, named by a `traceparent` (W3C Trace Context §3.2). One that is of no use makes a new trace.
pub(super) fn of_caller(trace_parent: &str) -> Context {
    let fields = HashMap::from([("traceparent".to_owned(), trace_parent.to_owned())]);
    TraceContextPropagator::new().extract_with_context(&Context::new(), &fields)
}

/// A span of this process.
pub(super) fn within(span: &SpanContext) -> Context {
    Context::new().with_remote_span_context(span.clone())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_trace_parent_is_the_callers_span() {
        let context = of_caller("00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01");
        let caller = context.span().span_context().clone();
        assert_eq!(
            caller.trace_id().to_string(),
            "4bf92f3577b34da6a3ce929d0e0e4736"
        );
        assert_eq!(caller.span_id().to_string(), "00f067aa0ba902b7");
        assert!(caller.is_sampled() && caller.is_remote());
    }

    #[test]
    fn ids_of_zeros_name_nobody() {
        let zeros = format!("00-{}-{}-01", "0".repeat(32), "0".repeat(16));
        assert!(!of_caller(&zeros).span().span_context().is_valid());
    }
}
