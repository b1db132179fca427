//! Spans out of what was posted to a collector.

use opentelemetry_proto::tonic::collector::trace::v1::ExportTraceServiceRequest;
use opentelemetry_proto::tonic::common::v1::any_value::Value;
use opentelemetry_proto::tonic::common::v1::{AnyValue, KeyValue};
use opentelemetry_proto::tonic::trace::v1::Span;
use prost::Message as _;
use test_services::Posted;

/// Every span, and who says that they are of theirs.
pub(crate) fn spans(posted: &[Posted]) -> (Vec<Span>, String) {
    let decoded = posted.iter().map(|posted| {
        ExportTraceServiceRequest::decode(posted.body.as_slice()).expect("a batch of spans")
    });
    let (mut spans, mut service) = (Vec::new(), String::new());
    for of_resource in decoded.flat_map(|batch| batch.resource_spans) {
        let resource = of_resource.resource.unwrap_or_default();
        service = attribute(&resource.attributes, "service.name");
        let scopes = of_resource.scope_spans.into_iter();
        spans.extend(scopes.flat_map(|scope| scope.spans));
    }
    (spans, service)
}

/// An attribute in words; nothing when it is not there.
pub(crate) fn attribute(attributes: &[KeyValue], name: &str) -> String {
    let found = attributes.iter().find(|attribute| attribute.key == name);
    let value = found.and_then(|attribute| attribute.value.clone());
    match value.and_then(|AnyValue { value }| value) {
        Some(Value::StringValue(text)) => text,
        Some(Value::IntValue(number)) => number.to_string(),
        _ => String::new(),
    }
}

/// An id as it stands in a `traceparent`.
pub(crate) fn hex(id: &[u8]) -> String {
    let digits = id.iter().flat_map(|byte| [byte >> 4, byte & 15]);
    let digits = digits.map(|digit| char::from_digit(digit.into(), 16));
    digits.map(|digit| digit.expect("a digit")).collect()
}
