//! Makes OpenTelemetry's spans of the process's own.

use opentelemetry::Context as Parent;
use opentelemetry::trace::{Span as _, SpanBuilder, Tracer as _};
use opentelemetry_sdk::trace::{SdkTracer, Span};
use tracing::Subscriber;
use tracing::span::{Attributes, Id};
use tracing_subscriber::Layer;
use tracing_subscriber::layer::Context;
use tracing_subscriber::registry::{LookupSpan, SpanRef};

use super::{parent, semantics};
use crate::telemetry::facts::{Facts, TRACE_PARENT};

/// Follows each span from its beginning to its end, and hands it on then.
pub(in crate::telemetry) struct ExportSpans {
    tracer: SdkTracer,
}

/// The other side of a span of this process.
struct Exported(Span);

impl ExportSpans {
    pub(super) const fn new(tracer: SdkTracer) -> Self {
        Self { tracer }
    }
}

impl<S: Subscriber + for<'a> LookupSpan<'a>> Layer<S> for ExportSpans {
    fn on_new_span(&self, _attributes: &Attributes<'_>, id: &Id, context: Context<'_, S>) {
        if let Some(span) = context.span(id) {
            let builder =
                SpanBuilder::from_name(span.name()).with_kind(semantics::kind(span.name()));
            let begun = self.tracer.build_with_context(builder, &parent_of(&span));
            span.extensions_mut().insert(Exported(begun));
        }
    }

    fn on_close(&self, id: Id, context: Context<'_, S>) {
        let Some(span) = context.span(&id) else {
            return;
        };
        let mut extensions = span.extensions_mut();
        if let Some(Exported(mut ended)) = extensions.remove() {
            let facts = extensions.remove::<Facts>().unwrap_or_default();
            ended.update_name(semantics::name(span.name(), &facts));
            ended.set_attributes(semantics::attributes(&facts));
            ended.set_status(semantics::status(span.name(), &facts));
            ended.end();
        }
    }
}

/// The span around it, or the one that the caller named.
fn parent_of<S: for<'a> LookupSpan<'a>>(span: &SpanRef<'_, S>) -> Parent {
    if let Some(outer) = span.parent()
        && let Some(Exported(outer)) = outer.extensions().get()
    {
        return parent::within(outer.span_context());
    }
    let extensions = span.extensions();
    let facts = extensions.get::<Facts>();
    facts
        .and_then(|facts| facts.text(TRACE_PARENT))
        .map_or_else(Parent::new, parent::of_caller)
}
