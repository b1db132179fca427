//! Spans out of what was posted to a collector.

use opentelemetry_proto::tonic::collector::trace::v1::ExportTraceServiceRequest;
use opentelemetry_proto::tonic::common::v1::any_value::Value;
use opentelemetry_proto::tonic::common::v1::{AnyValue, KeyValue};
use opentelemetry_proto::tonic::trace::v1::Span;
use prost::Message as _;
use test_services::Posted;

/// Every span, and who says that they are of theirs.
pub(crate) fn spans(posted: &[Posted]) -> (Vec<Span>, Option<Value>) {
    let decoded = posted.iter().map(|posted| {
        ExportTraceServiceRequest::decode(posted.body.as_slice()).expect("a batch of spans")
    });
    let (mut spans, mut service) = (Vec::new(), None);
    for of_resource in decoded.flat_map(|batch| batch.resource_spans) {
        let resource = of_resource.resource.unwrap_or_default();
        service = attribute(&resource.attributes, "service.name");
        let scopes = of_resource.scope_spans.into_iter();
        spans.extend(scopes.flat_map(|scope| scope.spans));
    }
    (spans, service)
}

/// The value of an attribute.
pub(crate) fn attribute(attributes: &[KeyValue], name: &str) -> Option<Value> {
    let found = attributes.iter().find(|attribute| attribute.key == name)?;
    found.value.clone().and_then(|AnyValue { value }| value)
}

/// A text as the value of an attribute.
pub(crate) fn text(text: &str) -> Option<Value> {
    Some(Value::StringValue(text.to_owned()))
}
